#pragma once

#include <torch/types.h>

namespace [[gnu::visibility("default")]] unseen {

/// How a perturbation injection module takes its statistics (the paper leaves each open; algorithms in the
/// manner of AdaIN).
struct StatisticsOptions {
  double eps = 1e-5;      ///< under the root: sigma = sqrt(var + eps)
  bool unbiased = false;  ///< var with HW - 1
  bool detach = false;    ///< mu and sigma as constants
};

/// Offsets of the channel means and standard deviations behind one segment; (1, C, 1, 1) shared by the batch,
/// or (N, C, 1, 1); float32, float64 for features of that type.
struct StatisticsDelta {
  torch::Tensor mean, sigma;
};

/// The perturbation injection module, eq. (7), as f' = f + d_mean + n * d_sigma with n = (f - mu) / sigma,
/// statistics over H and W for each instance and channel of f (N, C, H, W). The identity, bit for bit, at
/// zero. Computed in fp32 or above whatever f's type. First derivatives only.
torch::Tensor perturbed(const torch::Tensor& features, const StatisticsDelta& delta,
                        const StatisticsOptions& options);

/// perturbed() by deltas that are zero, for the sake of the gradients by them. It may give the features
/// themselves: nothing may write into them afterwards.
torch::Tensor perturbed_by_zero(const torch::Tensor& features, const StatisticsDelta& delta,
                                const StatisticsOptions& options);

}  // namespace unseen
