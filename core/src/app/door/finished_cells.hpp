#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/options.hpp"
#include "planning/planner.hpp"
#include "results/queries.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// A planned cell with its finished run of the first seed that has one.
struct FinishedCell {
  const ResolvedCell* cell = nullptr;
  RunDetail run;
};

/// The finished run of an identity and seed; "" where there is none.
std::string finished_run(const std::vector<RunRow>& runs, const std::string& identity, std::int64_t seed);

/// Writes ModelPlotOptions::out from what cells' networks give.
using DrawCells = std::function<void(const std::vector<FinishedCell>& cells, const StopRequest& stop)>;

/// Draws a picture of the cells that the options select; a PNG is kept with their runs, as `kind`, the
/// experiment's name and ModelPlotOptions::only, for reports. The exit code. InputError where a cell has no
/// finished run: what it lacks is not drawn as if it were not there.
int draw_finished_cells(const ModelPlotOptions& options, const std::string& kind, const DrawCells& draw);

}  // namespace unseen
