#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/run_charts.hpp"
#include "results/queries.hpp"

namespace unseen {

/// Paths of the configuration that are not the same in all runs.
std::set<std::string> differing_paths(const std::vector<RunDetail>& runs);

/// "" where the run has no such setting.
std::string value_at(const RunDetail& run, const std::string& path);

/// Finished runs by identity, in order of appearance; titles say what of network, rule and data tells a
/// setting from the others.
std::vector<RunGroup> settings_of(const std::vector<RunDetail>& runs);

}  // namespace unseen
