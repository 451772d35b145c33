#pragma once

#include <unseen/statistics_perturbation.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// The two forms that perturbed() picks from by device and layout; apart for tests and benchmarks.

/// f + group_norm(f) with a group for each channel, whose weight and bias are the deltas: the fastest of
/// ATen's own forms on contiguous features. Biased variance, attached statistics.
torch::Tensor perturbed_by_group_norm(const torch::Tensor& f, const StatisticsDelta& delta, double eps);

/// One multiplication and one addition for each element, with a gradient of its own: a kernel for
/// channels_last features on a CPU or dense ones on CUDA, else composed of ATen's operators.
torch::Tensor perturbed_by_affine(const torch::Tensor& f, const StatisticsDelta& delta,
                                  const StatisticsOptions& options);

}  // namespace unseen
