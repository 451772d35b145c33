#include <ATen/Parallel.h>

#include "sdk/statistics_backends.hpp"

namespace unseen {
namespace {

using torch::Tensor;

/// Calls `run` with a null pointer of the element type.
template <class Run>
void with_element(torch::ScalarType type, const Run& run) {
  if (type == torch::kFloat) return run(static_cast<float*>(nullptr));
  if (type == torch::kDouble) return run(static_cast<double*>(nullptr));
  run(static_cast<BFloat16*>(nullptr));
}

template <class T>
T* data(const Tensor& tensor) {
  return static_cast<T*>(tensor.data_ptr());
}

template <class Instance>
void for_instances(std::int64_t n, const Instance& instance) {
  at::parallel_for(0, n, 1, [&](std::int64_t begin, std::int64_t end) {
    for (auto i = begin; i < end; ++i) instance(i);
  });
}

PerturbedFeatures forward_on_cpu(const Tensor& f, const Tensor& d_mean, const Tensor& d_sigma,
                                 const StatisticsRule& rule) {
  PerturbedFeatures result{rule.at_zero ? f : torch::empty_like(f), empty_statistics(f), empty_statistics(f)};
  const auto map = feature_map(f, d_sigma);
  with_element(f.scalar_type(), [&]<class Element>(Element*) {
    using Number = typename Computed<Element>::Type;
    for_instances(map.n, [&](std::int64_t i) {
      perturb_instance(map, rule, i, data<const Element>(f), data<const Number>(d_mean),
                       data<const Number>(d_sigma), rule.at_zero ? nullptr : data<Element>(result.out),
                       data<Number>(result.mean), data<Number>(result.sigma));
    });
  });
  return result;
}

PerturbationGradients backward_on_cpu(const Tensor& out_gradient, const Tensor& f, const Tensor& d_sigma,
                                      const Tensor& mean, const Tensor& sigma, const StatisticsRule& rule,
                                      bool by_f) {
  const auto gradient = out_gradient.contiguous(torch::MemoryFormat::ChannelsLast);
  PerturbationGradients result{by_f ? torch::empty_like(f) : Tensor{}, torch::empty_like(mean),
                               torch::empty_like(mean)};
  const auto map = feature_map(f, d_sigma);
  with_element(f.scalar_type(), [&]<class Element>(Element*) {
    using Number = typename Computed<Element>::Type;
    for_instances(map.n, [&](std::int64_t i) {
      perturb_instance_backward(map, rule, i, data<const Element>(gradient), data<const Element>(f),
                                data<const Number>(d_sigma), data<const Number>(mean),
                                data<const Number>(sigma), data<Number>(result.by_mean),
                                data<Number>(result.by_sigma), by_f ? data<Element>(result.by_f) : nullptr);
    });
  });
  return result;
}

}  // namespace

bool suits_cpu_kernel(const Tensor& f) {
  const auto type = f.scalar_type();
  return f.is_cpu() && f.is_contiguous(torch::MemoryFormat::ChannelsLast) &&
         (type == torch::kFloat || type == torch::kDouble || type == torch::kBFloat16);
}

PerturbationBackend cpu_kernel() { return {forward_on_cpu, backward_on_cpu}; }

}  // namespace unseen
