#include "metrics/counted_points.hpp"

#include <algorithm>

#include "metrics/binary_scores.hpp"

namespace unseen {

CountedPoints::CountedPoints(std::span<const double> scores, std::span<const int> labels) {
  count_classes(scores, labels);
  for (std::size_t i = 0; i < scores.size(); ++i)
    descending_.push_back({scores[i], static_cast<std::uint32_t>(i), labels[i] == 1});
  std::sort(descending_.begin(), descending_.end(),
            [](const auto& left, const auto& right) { return left.score > right.score; });
}

std::vector<OperatingPoint> CountedPoints::operator()(std::span<const std::uint32_t> counts) const {
  std::vector<OperatingPoint> points;
  points.reserve(descending_.size());
  OperatingPoint point{0.0, 0, 0};
  for (const auto& place : descending_) {
    const auto count = counts[place.video];
    if (count == 0) continue;
    const auto ties = !points.empty() && points.back().threshold == place.score;
    (place.is_fake ? point.fakes : point.reals) += count;
    point.threshold = place.score;
    ties ? points.back() = point : points.emplace_back(point);
  }
  return points;
}

}  // namespace unseen
