#pragma once

#include <cstdint>

#include "sdk/kernels/statistics_kernel.hpp"

namespace unseen {

/// True where the build has CUDA kernels.
bool has_statistics_kernels();

/// Strides in elements, of one layout or the other.
struct FeatureStrides {
  std::int64_t instance, pixel, channel;
};

/// As perturb_instance(), but with sums in float32, for all instances of float (or, with `bf16`, BFloat16)
/// features, on `stream` (a cudaStream_t). Returns nullptr, or CUDA's words for what went wrong.
const char* launch_perturb(const FeatureMap& map, const FeatureStrides& strides, const StatisticsRule& rule,
                           bool bf16, const void* f, const float* d_mean, const float* d_sigma, void* out,
                           float* mean, float* sigma, void* stream);

/// As perturb_instance_backward().
const char* launch_perturb_backward(const FeatureMap& map, const FeatureStrides& strides,
                                    const StatisticsRule& rule, bool bf16, const void* gradient,
                                    const void* f, const float* d_sigma, const float* mean,
                                    const float* sigma, float* by_mean, float* by_sigma, void* by_f,
                                    void* stream);

}  // namespace unseen
