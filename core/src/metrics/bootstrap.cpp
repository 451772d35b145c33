#include "metrics/bootstrap.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

#include "metrics/auc.hpp"
#include "metrics/binary_scores.hpp"

namespace unseen {
namespace {

using Places = std::vector<std::size_t>;

std::array<Places, 2> places_by_class(std::span<const int> labels) {
  std::array<Places, 2> places;
  for (std::size_t i = 0; i < labels.size(); ++i) places[labels[i] == 1 ? 1 : 0].push_back(i);
  return places;
}

Places resampled(const std::array<Places, 2>& classes, Random random) {
  Places drawn;
  for (const auto& places : classes) {
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto last = static_cast<std::int64_t>(places.size()) - 1;
      drawn.push_back(places[static_cast<std::size_t>(random.integer(0, last))]);
    }
  }
  return drawn;
}

/// With straight lines between the order statistics (type 7 of Hyndman and Fan, The American Statistician
/// 1996).
double quantile(const std::vector<double>& sorted, double share) {
  const auto place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

double auc_at(std::span<const std::size_t> videos, std::span<const double> scores,
              std::span<const int> labels) {
  std::vector<double> chosen_scores;
  std::vector<int> chosen_labels;
  for (const auto video : videos) {
    chosen_scores.push_back(scores[video]);
    chosen_labels.push_back(labels[video]);
  }
  return auc(chosen_scores, chosen_labels);
}

}  // namespace

Interval bootstrap_interval(std::span<const int> labels, const Statistic& statistic,
                            const BootstrapOptions& options) {
  if (labels.empty() || options.replicates == 0)
    throw Error{"a bootstrap needs videos and replicates, found none"};
  if (!(options.level > 0.0 && options.level < 1.0))
    throw Error{"the level of an interval lies between 0 and 1"};
  const auto classes = places_by_class(labels);
  std::vector<double> values;
  for (std::size_t i = 0; i < options.replicates; ++i) {
    values.push_back(statistic(resampled(classes, Random{options.seed, 0, i})));
    if (!std::isfinite(values.back()))
      throw Error{"the bootstrapped statistic is not finite on one replicate"};
  }
  std::sort(values.begin(), values.end());
  const auto tail = (1.0 - options.level) / 2.0;
  return {quantile(values, tail), quantile(values, 1.0 - tail)};
}

Interval bootstrap_auc(std::span<const double> scores, std::span<const int> labels,
                       const BootstrapOptions& options) {
  require_both_classes(scores, labels, "the AUC");
  return bootstrap_interval(
      labels, [&](auto videos) { return auc_at(videos, scores, labels); }, options);
}

Interval bootstrap_auc_difference(std::span<const double> first, std::span<const double> second,
                                  std::span<const int> labels, const BootstrapOptions& options) {
  require_both_classes(first, labels, "the difference of AUCs");
  require_both_classes(second, labels, "the difference of AUCs");
  const auto difference = [&](std::span<const std::size_t> videos) {
    return auc_at(videos, first, labels) - auc_at(videos, second, labels);
  };
  return bootstrap_interval(labels, difference, options);
}

}  // namespace unseen
