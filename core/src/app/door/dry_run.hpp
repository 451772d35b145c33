#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "planning/planner.hpp"

namespace unseen {

/// An experiment whose runs are to be listed.
struct DryRun {
  const Planned* planned = nullptr;
  std::vector<std::size_t> selected;  ///< cells
  std::filesystem::path database;
};

/// Lists the runs of the selected cells: finished, incomplete, new, and how many plans share them; of several
/// experiments each run once, with those that need it, and how many are shared. With `plan`, writes the
/// plans. Returns the exit code.
int dry_run(const std::vector<DryRun>& all, bool plan);

}  // namespace unseen
