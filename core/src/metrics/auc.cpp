#include "metrics/auc.hpp"

#include <algorithm>
#include <numeric>

#include "metrics/binary_scores.hpp"

namespace unseen {

std::vector<double> midranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](auto left, auto right) { return values[left] < values[right]; });

  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const auto rank = 0.5 * static_cast<double>(begin + 1 + end);
    for (auto i = begin; i < end; ++i) ranks[order[i]] = rank;
  }
  return ranks;
}

double auc(std::span<const double> scores, std::span<const int> labels) {
  const auto counts = require_both_classes(scores, labels, "the AUC");
  const auto ranks = midranks(scores);
  double fake_ranks = 0.0;  // half integers: the sum is exact
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (labels[i] == 1) fake_ranks += ranks[i];
  }
  const auto fakes = static_cast<double>(counts.fake);
  return (fake_ranks - fakes * (fakes + 1.0) / 2.0) / (fakes * static_cast<double>(counts.real));
}

}  // namespace unseen
