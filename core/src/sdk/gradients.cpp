#include <torch/types.h>

#include <algorithm>
#include <iterator>
#include <set>

#include <unseen/gradients.hpp>

#include "sdk/pair_sums.hpp"

namespace unseen {
namespace {

using Tensors = std::vector<torch::Tensor>;

}  // namespace

torch::Tensor joint_norm(const Tensors& tensors) {
  const torch::NoGradGuard no_grad;
  Tensors on_gpu;
  PairSums on_cpu;
  for (const auto& tensor : tensors) {
    if (!tensor.defined()) continue;
    if (tensor.is_cpu()) {
      on_cpu.add(tensor);
    } else {
      on_gpu.push_back(tensor);
    }
  }
  return on_gpu.empty() ? on_cpu.run().norm_x
                        : torch::stack(at::_foreach_norm(on_gpu)).to(torch::kDouble).norm();
}

Tensors scaled_to(const Tensors& tensors, double radius) {
  const torch::NoGradGuard no_grad;
  const auto scale = radius / (joint_norm(tensors) + kNormEps);
  Tensors scaled;
  for (const auto& tensor : tensors) scaled.push_back(tensor.detach() * scale.to(tensor.scalar_type()));
  return scaled;
}

Mixture mix(double a, const Tensors& x, double b, Tensors& y) {
  const torch::NoGradGuard no_grad;
  PairSums sums;
  y.resize(std::max(x.size(), y.size()));
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (i >= x.size() || !x[i].defined()) {
      if (y[i].defined()) y[i].mul_(b);
      continue;
    }
    if (!y[i].defined()) y[i] = torch::zeros_like(x[i]);
    sums.mix(a, x[i], b, y[i]);
  }
  return sums.run();
}

Tensors laid_out_as(const Tensors& parameters, Tensors gradients) {
  const torch::NoGradGuard no_grad;
  std::set<const void*> taken;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    auto& gradient = gradients[i];
    if (!gradient.defined()) continue;
    const auto own = taken.insert(gradient.storage().unsafeGetStorageImpl()).second;
    if (own && same_layout(parameters[i], gradient)) continue;
    gradient = torch::empty_like(parameters[i]).copy_(gradient);
  }
  return gradients;
}

Shift::Shift(Tensors parameters, const Tensors& direction, double scale)
    : parameters_{std::move(parameters)} {
  const torch::NoGradGuard no_grad;
  auto moved = at::_foreach_add(parameters_, direction, scale);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    saved_.push_back(parameters_[i].detach());
    parameters_[i].set_data(moved[i]);
  }
}

Shift::~Shift() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].set_data(saved_[i]);
}

torch::Tensor Shift::cosine(const Tensors& gradients) const {
  const torch::NoGradGuard no_grad;
  PairSums sums;
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    sums.add_way(saved_[i], parameters_[i].detach(), gradients[i]);
  return sums.run().cosine;
}

Ascent::Ascent(const Params& params, const std::string& radius)
    : radius_{params.number(radius, 0.05, "length of the step in weight space", {0.0})},
      adaptive_{params.flag("adaptive", false, "ASAM: the step is scaled by each weight's magnitude")},
      weight_decay_{params.number("ascent_weight_decay", 0.0,
                                  "weight decay that enters the direction of the step", {0.0})} {}

Shift Ascent::shift(const Tensors& parameters, const Tensors& gradients, const torch::Tensor& norm) const {
  const torch::NoGradGuard no_grad;
  const auto scale = [this](const torch::Tensor& length) {
    return radius_ / (length.item<double>() + kNormEps);
  };
  if (!adaptive_ && weight_decay_ == 0.0) return {parameters, gradients, scale(norm)};
  auto direction = at::_foreach_add(gradients, parameters, weight_decay_);
  if (!adaptive_) return {parameters, direction, scale(joint_norm(direction))};
  // With T = |theta|: rho T^2 g / ||T g||.
  const auto magnitudes = at::_foreach_abs(parameters);
  at::_foreach_mul_(direction, magnitudes);
  const auto length = joint_norm(direction);
  at::_foreach_mul_(direction, magnitudes);
  return {parameters, direction, scale(length)};
}

}  // namespace unseen
