#pragma once

#include <string>
#include <vector>

#include "study/comparison.hpp"
#include "study/metric_style.hpp"
#include "study/padded_grid.hpp"
#include "study/run_pairs.hpp"

namespace unseen {

/// Lines of a table for a terminal, the first its header: a line a test with both means, their difference,
/// its interval over videos, DeLong's p of a single pair, the paired t test's over several, and in a word
/// whether it may be noise.
TextGrid comparison_grid(const std::vector<TestComparison>& tests, const MetricStyle& style);

/// The same of each pair of runs by itself.
TextGrid pair_grid(const std::vector<TestComparison>& tests, const MetricStyle& style);

/// What stands under them: how intervals and p were computed, and from what.
std::string comparison_note(const ComparisonOptions& options, const std::string& title);

/// Whom a comparison is of.
struct ComparedSide {
  std::string selector;
  std::size_t compared = 0, left_out = 0;  ///< runs
};

/// All of it for programs, in the database's units; null for what is unknown.
std::string comparison_json(const ComparedSide& first, const ComparedSide& second,
                            const std::vector<TestComparison>& tests,
                            const std::vector<ParamDifference>& settings, const ComparisonOptions& options);

}  // namespace unseen
