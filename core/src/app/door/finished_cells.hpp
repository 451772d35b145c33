#pragma once

#include <string>
#include <vector>

#include "app/options.hpp"
#include "planning/planner.hpp"
#include "results/queries.hpp"

namespace unseen {

/// A planned cell with its finished run of the first seed that has one.
struct FinishedCell {
  const ResolvedCell* cell = nullptr;
  RunDetail run;
};

/// The finished run of an identity and seed; "" where there is none.
std::string finished_run(const std::vector<RunRow>& runs, const std::string& identity, std::int64_t seed);

/// Of the cells that the options select. InputError where one has none: what it lacks is not drawn as if it
/// were not there.
std::vector<FinishedCell> finished_cells(const Planned& planned, const ModelPlotOptions& options,
                                         Database& database);

/// Keeps a PNG with a cell's run, for reports; other formats are for papers.
void keep_with_run(const Database& database, const FinishedCell& cell, const std::string& name,
                   const std::filesystem::path& picture);

}  // namespace unseen
