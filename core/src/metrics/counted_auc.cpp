#include "metrics/counted_auc.hpp"

#include <algorithm>
#include <numeric>

#include "metrics/binary_scores.hpp"

namespace unseen {

CountedAuc::CountedAuc(std::span<const double> scores, std::span<const int> labels) {
  require_both_classes(scores, labels, "the AUC");
  std::vector<std::uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto left, auto right) { return scores[left] < scores[right]; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto ends = i + 1 == order.size() || scores[order[i]] < scores[order[i + 1]];
    ascending_.push_back({order[i], labels[order[i]] == 1, ends});
  }
}

double CountedAuc::operator()(std::span<const std::uint32_t> counts) const {
  std::uint64_t reals_below = 0, fakes = 0, tied_reals = 0, tied_fakes = 0, twice_won = 0;
  for (const auto& place : ascending_) {
    (place.is_fake ? tied_fakes : tied_reals) += counts[place.video];
    if (!place.ends_tie) continue;
    twice_won += tied_fakes * (2 * reals_below + tied_reals);
    reals_below += tied_reals;
    fakes += tied_fakes;
    tied_reals = tied_fakes = 0;
  }
  return 0.5 * static_cast<double>(twice_won) /
         (static_cast<double>(reals_below) * static_cast<double>(fakes));
}

}  // namespace unseen
