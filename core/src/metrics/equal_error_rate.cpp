#include "metrics/equal_error_rate.hpp"

#include "metrics/binary_scores.hpp"

namespace unseen {

double equal_error_rate(std::span<const double> scores, std::span<const int> labels) {
  require_both_classes(scores, labels, "the equal error rate");
  return equal_error_rate(operating_points(scores, labels));
}

double equal_error_rate(std::span<const OperatingPoint> points) {
  const auto& all = points.back();
  double accused = 0.0, missed = 1.0;  // FPR and FNR above the highest score
  for (const auto& point : points) {
    const auto next_accused = static_cast<double>(point.reals) / static_cast<double>(all.reals);
    const auto next_missed = static_cast<double>(all.fakes - point.fakes) / static_cast<double>(all.fakes);
    if (next_missed <= next_accused) {
      const auto gap = missed - accused;
      const auto share = gap / (gap + next_accused - next_missed);
      return accused + share * (next_accused - accused);
    }
    accused = next_accused;
    missed = next_missed;
  }
  return accused;  // not reached: at the last point nothing is missed and everything accused
}

}  // namespace unseen
