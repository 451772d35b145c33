// What a build without a CUDA compiler has in place of the kernels.

#include "sdk/kernels/statistics_cuda.hpp"

namespace unseen {

bool has_statistics_kernels() { return false; }

const char* launch_perturb(const FeatureMap&, const FeatureStrides&, const StatisticsRule&, bool, const void*,
                           const float*, const float*, void*, float*, float*, void*) {
  return "this build has no CUDA kernels";
}

const char* launch_perturb_backward(const FeatureMap&, const FeatureStrides&, const StatisticsRule&, bool,
                                    const void*, const void*, const float*, const float*, const float*,
                                    float*, float*, void*, void*) {
  return "this build has no CUDA kernels";
}

}  // namespace unseen
