#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/autograd.h>

#include <unseen/error.hpp>
#include <unseen/statistics_perturbation.hpp>

#include "sdk/statistics_backends.hpp"
#include "sdk/statistics_forms.hpp"

namespace unseen {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

PerturbationBackend backend_for(const Tensor& f) {
  if (suits_cpu_kernel(f)) return cpu_kernel();
  return suits_cuda_kernel(f) ? cuda_kernel() : aten_operators();
}

/// Of the rows of each instance, those of the delta: their sum where it is shared.
Tensor as_delta(const Tensor& of_instances, const Tensor& delta) {
  return delta.size(0) == of_instances.size(0) ? of_instances : of_instances.sum(0, true);
}

/// With k = d_sigma / sigma: f' = (1 + k) f + (d_mean - k mean). From the gradient g by f', with sums over
/// the pixels of an instance and channel: by d_mean sum(g), by d_sigma sum(g n), by f (1 + k) g - k mean(g) -
/// k sum(g n) n / (HW - correction).
class AffinePerturbation : public torch::autograd::Function<AffinePerturbation> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& f, const Tensor& d_mean,
                        const Tensor& d_sigma, const StatisticsOptions& options, bool at_zero) {
    // Over one pixel the unbiased variance is 0/0: the biased one, zero, is what remains defined.
    const auto correction = options.unbiased && f.size(2) * f.size(3) > 1 ? 1 : 0;
    const auto [out, mean, sigma] =
        backend_for(f).forward(f, d_mean, d_sigma, {options.eps, correction, !options.detach, at_zero});
    context->save_for_backward({f, d_sigma, mean, sigma});
    context->saved_data["eps"] = options.eps;
    context->saved_data["correction"] = correction;
    context->saved_data["attached"] = !options.detach;
    context->saved_data["at_zero"] = at_zero;
    return out;
  }

  static variable_list backward(AutogradContext* context, const variable_list& out_gradients) {
    if (torch::GradMode::is_enabled()) {
      throw Error{"the perturbation of statistics has no second derivatives: do not ask for create_graph"};
    }
    const auto saved = context->get_saved_variables();
    const auto &f = saved[0], &d_sigma = saved[1];
    const StatisticsRule rule{context->saved_data["eps"].toDouble(),
                              context->saved_data["correction"].toInt(),
                              context->saved_data["attached"].toBool()};
    const auto at_zero = context->saved_data["at_zero"].toBool();
    const auto [by_f, by_mean, by_sigma] = backend_for(f).backward(
        out_gradients[0], f, d_sigma, saved[2], saved[3], rule, context->needs_input_grad(0) && !at_zero);
    return {
        at_zero ? out_gradients[0] : by_f, as_delta(by_mean, d_sigma), as_delta(by_sigma, d_sigma), {}, {}};
  }
};

/// An offset as the forms read it. Error, a fault of the caller, where it is none of these features.
Tensor checked(const Tensor& offset, const Tensor& f) {
  const auto fits = offset.dim() == 4 && (offset.size(0) == 1 || offset.size(0) == f.size(0)) &&
                    offset.size(1) == f.size(1) && offset.size(2) == 1 && offset.size(3) == 1;
  if (!fits || offset.scalar_type() != number_type(f) || offset.device() != f.device()) {
    throw Error{
        fmt::format("a perturbation of features of ({}) wants offsets of {} in (1 or {}, {}, 1, 1) on the "
                    "same device, found {} in "
                    "({})",
                    fmt::join(f.sizes(), ", "), c10::toString(number_type(f)), f.size(0), f.size(1),
                    c10::toString(offset.scalar_type()), fmt::join(offset.sizes(), ", "))};
  }
  return offset.contiguous();
}

StatisticsDelta checked(const StatisticsDelta& delta, const Tensor& features) {
  if (features.dim() != 4) {
    throw InputError{"a perturbation injection module needs features (N, C, H, W); choose other segments"};
  }
  return {checked(delta.mean, features), checked(delta.sigma, features)};
}

bool suits_group_norm(const Tensor& features, const StatisticsOptions& options) {
  return features.is_contiguous() && !suits_cpu_kernel(features) && !suits_cuda_kernel(features) &&
         !options.unbiased && !options.detach;
}

}  // namespace

Tensor perturbed_by_group_norm(const Tensor& f, const StatisticsDelta& delta, double eps) {
  const auto numbers = f.to(number_type(f));
  // Instances with deltas of their own become channels of one picture.
  const auto pictures = delta.mean.size(0) == 1 ? numbers : numbers.flatten(0, 1).unsqueeze(0);
  const auto moved =
      at::group_norm(pictures, pictures.size(1), delta.sigma.flatten(), delta.mean.flatten(), eps);
  return (numbers + moved.view(f.sizes())).to(f.scalar_type());
}

Tensor perturbed_by_affine(const Tensor& f, const StatisticsDelta& delta, const StatisticsOptions& options) {
  return AffinePerturbation::apply(f, delta.mean, delta.sigma, options, false);
}

Tensor perturbed(const Tensor& features, const StatisticsDelta& delta, const StatisticsOptions& options) {
  const auto own = checked(delta, features);
  return suits_group_norm(features, options) ? perturbed_by_group_norm(features, own, options.eps)
                                             : perturbed_by_affine(features, own, options);
}

Tensor perturbed_by_zero(const Tensor& features, const StatisticsDelta& delta,
                         const StatisticsOptions& options) {
  const auto own = checked(delta, features);
  return suits_group_norm(features, options)
             ? perturbed_by_group_norm(features, own, options.eps)
             : AffinePerturbation::apply(features, own.mean, own.sigma, options, true);
}

}  // namespace unseen
