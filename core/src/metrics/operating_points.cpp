#include "metrics/operating_points.hpp"

#include "metrics/counted_points.hpp"

namespace unseen {

std::vector<OperatingPoint> operating_points(std::span<const double> scores, std::span<const int> labels) {
  const std::vector<std::uint32_t> once(scores.size(), 1U);
  return CountedPoints{scores, labels}(once);
}

}  // namespace unseen
