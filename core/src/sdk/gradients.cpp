#include <torch/types.h>

#include <unseen/gradients.hpp>

namespace unseen {

torch::Tensor joint_norm(const std::vector<torch::Tensor>& tensors) {
  if (tensors.empty()) return torch::zeros({}, torch::kDouble);
  return torch::stack(at::_foreach_norm(tensors)).to(torch::kDouble).norm();
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
  for (std::size_t i = 0; i < x.size(); ++i) sum.push_back((x[i] * a).add_(y[i], b));
  return sum;
}

torch::Tensor cosine(const std::vector<torch::Tensor>& x, const std::vector<torch::Tensor>& y) {
  const torch::NoGradGuard no_grad;
  auto dot = torch::zeros({}, torch::kDouble);
  for (std::size_t i = 0; i < x.size(); ++i) {
    dot += (x[i] * y[i]).sum(torch::kDouble).cpu();
  }
  return dot / (joint_norm(x).cpu() * joint_norm(y).cpu() + kNormEps);
}

Shift::Shift(std::vector<torch::Tensor> parameters, const std::vector<torch::Tensor>& offsets)
    : parameters_{std::move(parameters)} {
  const torch::NoGradGuard no_grad;
  for (const auto& parameter : parameters_) saved_.push_back(parameter.detach().clone());
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].add_(offsets[i]);
}

Shift::~Shift() {
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].copy_(saved_[i]);
}

}  // namespace unseen
