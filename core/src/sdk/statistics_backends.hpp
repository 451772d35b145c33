#pragma once

#include <torch/types.h>

#include "sdk/kernels/statistics_kernel.hpp"

namespace unseen {

/// f', which is f itself where the rule says `at_zero`, and the statistics (N, C, 1, 1) of f.
struct PerturbedFeatures {
  torch::Tensor out, mean, sigma;
};

/// By the features (undefined where not asked for) and, for each instance, by d_mean and d_sigma.
struct PerturbationGradients {
  torch::Tensor by_f, by_mean, by_sigma;
};

/// What computes the perturbation of a kind of features, forward and backward.
struct PerturbationBackend {
  PerturbedFeatures (*forward)(const torch::Tensor& f, const torch::Tensor& d_mean,
                               const torch::Tensor& d_sigma, const StatisticsRule& rule);
  PerturbationGradients (*backward)(const torch::Tensor& out_gradient, const torch::Tensor& f,
                                    const torch::Tensor& d_sigma, const torch::Tensor& mean,
                                    const torch::Tensor& sigma, const StatisticsRule& rule, bool by_f);
};

/// The kernel for channels_last features of float32, float64 and bfloat16 on a CPU.
bool suits_cpu_kernel(const torch::Tensor& f);
PerturbationBackend cpu_kernel();

/// The kernel for dense features of float32 and bfloat16 on a CUDA device, where the build has it.
bool suits_cuda_kernel(const torch::Tensor& f);
PerturbationBackend cuda_kernel();

/// ATen's operators, for all others.
PerturbationBackend aten_operators();

/// What deltas and statistics of features are held and computed in: float32 or above.
inline torch::ScalarType number_type(const torch::Tensor& f) {
  return torch::promote_types(f.scalar_type(), torch::kFloat);
}

inline FeatureMap feature_map(const torch::Tensor& f, const torch::Tensor& delta) {
  return {f.size(0), f.size(2) * f.size(3), f.size(1), delta.size(0)};
}

/// For each instance and channel of f.
inline torch::Tensor empty_statistics(const torch::Tensor& f) {
  return torch::empty({f.size(0), f.size(1), 1, 1},
                      torch::TensorOptions{}.device(f.device()).dtype(number_type(f)));
}

}  // namespace unseen
