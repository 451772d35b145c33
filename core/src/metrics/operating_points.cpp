#include "metrics/operating_points.hpp"

#include <algorithm>
#include <numeric>

#include "metrics/binary_scores.hpp"

namespace unseen {

std::vector<OperatingPoint> operating_points(std::span<const double> scores, std::span<const int> labels) {
  count_classes(scores, labels);
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto left, auto right) { return scores[left] > scores[right]; });

  std::vector<OperatingPoint> points;
  OperatingPoint point{0.0, 0, 0};
  for (std::size_t i = 0; i < order.size(); ++i) {
    point.threshold = scores[order[i]];
    ++(labels[order[i]] == 1 ? point.fakes : point.reals);
    const auto last_of_ties = i + 1 == order.size() || scores[order[i + 1]] != point.threshold;
    if (last_of_ties) points.push_back(point);
  }
  return points;
}

}  // namespace unseen
