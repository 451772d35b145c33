#include <torch/types.h>

#include <algorithm>
#include <iterator>

#include <unseen/gradients.hpp>

namespace unseen {

torch::Tensor joint_norm(const std::vector<torch::Tensor>& tensors) {
  std::vector<torch::Tensor> defined;
  std::copy_if(tensors.begin(), tensors.end(), std::back_inserter(defined),
               [](const torch::Tensor& tensor) { return tensor.defined(); });
  if (defined.empty()) return torch::zeros({}, torch::kDouble);
  return torch::stack(at::_foreach_norm(defined)).to(torch::kDouble).norm();
}

std::vector<torch::Tensor> scaled_to(const std::vector<torch::Tensor>& tensors, double radius) {
  const torch::NoGradGuard no_grad;
  const auto scale = radius / (joint_norm(tensors) + kNormEps);
  std::vector<torch::Tensor> scaled;
  for (const auto& tensor : tensors) scaled.push_back(tensor.detach() * scale.to(tensor.scalar_type()));
  return scaled;
}

std::vector<torch::Tensor> mixed(double a, const std::vector<torch::Tensor>& x, double b,
                                 const std::vector<torch::Tensor>& y) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> sum;
  for (std::size_t i = 0; i < x.size(); ++i) {
    auto each = x[i].defined() ? x[i] * a : torch::Tensor{};
    if (i < y.size() && y[i].defined()) each = each.defined() ? each.add_(y[i], b) : y[i] * b;
    sum.push_back(std::move(each));
  }
  return sum;
}

torch::Tensor cosine(const std::vector<torch::Tensor>& x, const std::vector<torch::Tensor>& y) {
  const torch::NoGradGuard no_grad;
  auto dot = torch::zeros({}, torch::kDouble);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i].defined() && y[i].defined()) dot += (x[i] * y[i]).sum(torch::kDouble).cpu();
  }
  return dot / (joint_norm(x).cpu() * joint_norm(y).cpu() + kNormEps);
}

Ascent::Ascent(const Params& params, const std::string& radius)
    : radius_{params.number(radius, 0.05, "length of the step in weight space", {0.0})},
      adaptive_{params.flag("adaptive", false, "ASAM: the step is scaled by each weight's magnitude")},
      weight_decay_{params.number("ascent_weight_decay", 0.0,
                                  "weight decay that enters the direction of the step", {0.0})} {}

std::vector<torch::Tensor> Ascent::offsets(const std::vector<torch::Tensor>& parameters,
                                           const std::vector<torch::Tensor>& gradients) const {
  const torch::NoGradGuard no_grad;
  auto direction = gradients;
  if (weight_decay_ > 0) direction = at::_foreach_add(direction, parameters, weight_decay_);
  if (!adaptive_) return scaled_to(direction, radius_);
  // With T = |theta|: rho T^2 g / ||T g||.
  const auto magnitudes = at::_foreach_abs(parameters);
  const auto scaled = at::_foreach_mul(direction, magnitudes);
  const auto length = joint_norm(scaled).item<double>() + kNormEps;
  auto offsets = at::_foreach_mul(scaled, magnitudes);
  at::_foreach_mul_(offsets, radius_ / length);
  return offsets;
}

Shift::Shift(std::vector<torch::Tensor> parameters, const std::vector<torch::Tensor>& offsets)
    : parameters_{std::move(parameters)} {
  const torch::NoGradGuard no_grad;
  auto moved = at::_foreach_add(parameters_, offsets);
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    saved_.push_back(parameters_[i].detach());
    parameters_[i].set_data(moved[i]);
  }
}

Shift::~Shift() {
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].set_data(saved_[i]);
}

torch::Tensor Shift::cosine(const std::vector<torch::Tensor>& gradients) const {
  const torch::NoGradGuard no_grad;
  auto dot = torch::zeros({}, torch::kDouble), length = dot.clone();
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    const auto way = parameters_[i] - saved_[i];
    dot += (way * gradients[i]).sum(torch::kDouble).cpu();
    length += way.pow(2).sum(torch::kDouble).cpu();
  }
  return dot / (length.sqrt() * joint_norm(gradients).cpu() + kNormEps);
}

}  // namespace unseen
