#include "metrics/average_precision.hpp"

#include "metrics/binary_scores.hpp"

namespace unseen {

double average_precision(std::span<const double> scores, std::span<const int> labels) {
  require_both_classes(scores, labels, "the average precision");
  return average_precision(operating_points(scores, labels));
}

double average_precision(std::span<const OperatingPoint> points) {
  double sum = 0.0;
  std::size_t found = 0;
  for (const auto& point : points) {
    const auto precision = static_cast<double>(point.fakes) / static_cast<double>(point.fakes + point.reals);
    sum += static_cast<double>(point.fakes - found) * precision;
    found = point.fakes;
  }
  return sum / static_cast<double>(found);
}

}  // namespace unseen
