#include "metrics/equal_error_rate.hpp"

#include "metrics/binary_scores.hpp"
#include "metrics/operating_points.hpp"

namespace unseen {

double equal_error_rate(std::span<const double> scores, std::span<const int> labels) {
  const auto counts = require_both_classes(scores, labels, "the equal error rate");
  double accused = 0.0, missed = 1.0;  // FPR and FNR above the highest score
  for (const auto& point : operating_points(scores, labels)) {
    const auto next_accused = static_cast<double>(point.reals) / static_cast<double>(counts.real);
    const auto next_missed =
        static_cast<double>(counts.fake - point.fakes) / static_cast<double>(counts.fake);
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
