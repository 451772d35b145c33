#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace unseen {

/// What a threshold decides: how many fakes and how many reals score at or above it.
struct OperatingPoint {
  double threshold;
  std::size_t fakes;  ///< true positives
  std::size_t reals;  ///< false positives
};

/// One point for each distinct score, from the highest down: the ROC curve without its origin. The last one
/// holds everything. Errors as count_classes().
std::vector<OperatingPoint> operating_points(std::span<const double> scores, std::span<const int> labels);

}  // namespace unseen
