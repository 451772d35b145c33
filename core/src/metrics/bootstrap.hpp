#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "metrics/delong.hpp"

namespace unseen {

/// A number computed from videos of which the i-th stands counts[i] times.
using Statistic = std::function<double(std::span<const std::uint32_t> counts)>;

struct BootstrapOptions {
  std::uint64_t seed = 1;  ///< report it: another seed moves the ends a little
  std::size_t replicates = 2000;
  double level = 0.95;
};

/// Percentile interval of a statistic under resampling of whole videos, within each class, so that every
/// replicate has as many reals and fakes as the data. A statistic of several models sees the same videos for
/// each: it is paired. Error without labels or replicates, or where the statistic is not finite.
Interval bootstrap_interval(std::span<const int> labels, const Statistic& statistic,
                            const BootstrapOptions& = {});

Interval bootstrap_auc(std::span<const double> scores, std::span<const int> labels,
                       const BootstrapOptions& = {});

/// Of AUC(first) - AUC(second) on the same videos.
Interval bootstrap_auc_difference(std::span<const double> first, std::span<const double> second,
                                  std::span<const int> labels, const BootstrapOptions& = {});

/// Of the mean of first[i] - second[i] over pairs of models, all on the same videos.
Interval bootstrap_mean_difference(const std::vector<Statistic>& first, const std::vector<Statistic>& second,
                                   std::span<const int> labels, const BootstrapOptions& = {});

}  // namespace unseen
