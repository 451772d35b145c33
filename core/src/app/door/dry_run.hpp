#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "planning/planner.hpp"

namespace unseen {

/// Lists the runs of the selected cells: finished, incomplete, new, and how many plans share them. With
/// `plan`, writes the plan. Returns the exit code.
int dry_run(const Planned& planned, const std::vector<std::size_t>& selected,
            const std::filesystem::path& database, bool plan);

}  // namespace unseen
