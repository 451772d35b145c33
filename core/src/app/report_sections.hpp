#pragma once

#include <string>
#include <vector>

#include "results/queries.hpp"

namespace unseen {

/// The sections of a report, each HTML; "" where there is nothing to say.

/// What the page is of: file, filter, when, how many runs in which state.
std::string head_section(Database& database, const std::vector<RunDetail>& runs, const std::string& selector,
                         const std::string& title);

/// Learning curves and ROC curves of finished runs, one line a setting, its seeds together; as many settings
/// to a chart as can be told apart.
std::string chart_sections(Database& database, const std::vector<RunDetail>& runs);

/// PNG files that the runs keep, embedded.
std::string picture_section(const std::vector<RunDetail>& runs);

/// What all runs have in common, and what differs.
std::string settings_section(const std::vector<RunDetail>& runs);

/// Each run with its results, events, notes and environment, folded.
std::string runs_section(Database& database, const std::vector<RunDetail>& runs);

}  // namespace unseen
