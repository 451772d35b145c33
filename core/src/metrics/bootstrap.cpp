#include "metrics/bootstrap.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

#include "metrics/counted_auc.hpp"

namespace unseen {
namespace {

using Places = std::vector<std::size_t>;

std::array<Places, 2> places_by_class(std::span<const int> labels) {
  std::array<Places, 2> places;
  for (std::size_t i = 0; i < labels.size(); ++i) places[labels[i] == 1 ? 1 : 0].push_back(i);
  return places;
}

/// How often each video is drawn.
void resample(const std::array<Places, 2>& classes, Random random, std::vector<std::uint32_t>& counts) {
  std::fill(counts.begin(), counts.end(), 0U);
  for (const auto& places : classes) {
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto last = static_cast<std::int64_t>(places.size()) - 1;
      ++counts[places[static_cast<std::size_t>(random.integer(0, last))]];
    }
  }
}

/// With straight lines between the order statistics (type 7 of Hyndman and Fan, The American Statistician
/// 1996).
double quantile(const std::vector<double>& sorted, double share) {
  const auto place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
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
  std::vector<std::uint32_t> counts(labels.size());
  for (std::size_t i = 0; i < options.replicates; ++i) {
    resample(classes, Random{options.seed, 0, i}, counts);
    values.push_back(statistic(counts));
    if (!std::isfinite(values.back()))
      throw Error{"the bootstrapped statistic is not finite on one replicate"};
  }
  std::sort(values.begin(), values.end());
  const auto tail = (1.0 - options.level) / 2.0;
  return {quantile(values, tail), quantile(values, 1.0 - tail)};
}

Interval bootstrap_auc(std::span<const double> scores, std::span<const int> labels,
                       const BootstrapOptions& options) {
  return bootstrap_interval(labels, CountedAuc{scores, labels}, options);
}

Interval bootstrap_auc_difference(std::span<const double> first, std::span<const double> second,
                                  std::span<const int> labels, const BootstrapOptions& options) {
  return bootstrap_mean_difference({CountedAuc{first, labels}}, {CountedAuc{second, labels}}, labels,
                                   options);
}

Interval bootstrap_mean_difference(const std::vector<Statistic>& first, const std::vector<Statistic>& second,
                                   std::span<const int> labels, const BootstrapOptions& options) {
  if (first.empty() || first.size() != second.size())
    throw Error{"a difference of models needs as many on either side, one at least"};
  const auto mean = [&](std::span<const std::uint32_t> counts) {
    double sum = 0.0;
    for (std::size_t i = 0; i < first.size(); ++i) sum += first[i](counts) - second[i](counts);
    return sum / static_cast<double>(first.size());
  };
  return bootstrap_interval(labels, mean, options);
}

}  // namespace unseen
