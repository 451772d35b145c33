#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <unseen/error.hpp>

#include "sdk/kernels/statistics_cuda.hpp"
#include "sdk/statistics_backends.hpp"

namespace unseen {
namespace {

using torch::Tensor;

FeatureStrides strides_of(const Tensor& f) {
  // Both layouts are dense: pixels lie evenly apart.
  return {f.stride(0), f.size(3) > 1 ? f.stride(3) : f.stride(2), f.stride(1)};
}

void* stream_of(const Tensor& f) {
  return c10::impl::VirtualGuardImpl{torch::kCUDA}.getStream(f.device()).native_handle();
}

void check(const char* error) {
  if (error != nullptr) throw Error{std::string{"the kernel that perturbs statistics failed: "} + error};
}

PerturbedFeatures forward_on_cuda(const Tensor& f, const Tensor& d_mean, const Tensor& d_sigma,
                                  const StatisticsRule& rule) {
  const c10::DeviceGuard guard{f.device()};
  PerturbedFeatures result{rule.at_zero ? f : torch::empty_like(f), empty_statistics(f), empty_statistics(f)};
  check(launch_perturb(feature_map(f, d_sigma), strides_of(f), rule, f.scalar_type() == torch::kBFloat16,
                       f.const_data_ptr(), d_mean.const_data_ptr<float>(), d_sigma.const_data_ptr<float>(),
                       rule.at_zero ? nullptr : result.out.data_ptr(), result.mean.data_ptr<float>(),
                       result.sigma.data_ptr<float>(), stream_of(f)));
  return result;
}

PerturbationGradients backward_on_cuda(const Tensor& out_gradient, const Tensor& f, const Tensor& d_sigma,
                                       const Tensor& mean, const Tensor& sigma, const StatisticsRule& rule,
                                       bool by_f) {
  const c10::DeviceGuard guard{f.device()};
  PerturbationGradients result{by_f ? torch::empty_like(f) : Tensor{}, torch::empty_like(mean),
                               torch::empty_like(mean)};
  const auto layout = f.is_contiguous() ? torch::MemoryFormat::Contiguous : torch::MemoryFormat::ChannelsLast;
  const auto gradient = out_gradient.contiguous(layout);
  check(launch_perturb_backward(
      feature_map(f, d_sigma), strides_of(f), rule, f.scalar_type() == torch::kBFloat16,
      gradient.const_data_ptr(), f.const_data_ptr(), d_sigma.const_data_ptr<float>(),
      mean.const_data_ptr<float>(), sigma.const_data_ptr<float>(), result.by_mean.data_ptr<float>(),
      result.by_sigma.data_ptr<float>(), by_f ? result.by_f.data_ptr() : nullptr, stream_of(f)));
  return result;
}

}  // namespace

bool suits_cuda_kernel(const Tensor& f) {
  const auto type = f.scalar_type();
  return f.is_cuda() && has_statistics_kernels() && (type == torch::kFloat || type == torch::kBFloat16) &&
         (f.is_contiguous() || f.is_contiguous(torch::MemoryFormat::ChannelsLast));
}

PerturbationBackend cuda_kernel() { return {forward_on_cuda, backward_on_cuda}; }

}  // namespace unseen
