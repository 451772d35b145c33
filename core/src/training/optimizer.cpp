#include "training/optimizer.hpp"

#include <ATen/ops/_fused_adam.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/_fused_sgd.h>
#include <fmt/format.h>

#include <unseen/error.hpp>
#include <unseen/gradients.hpp>

namespace unseen {

Optimizer::Optimizer(const OptimizerConfig& config, std::vector<torch::Tensor> parameters)
    : config_{config}, parameters_{std::move(parameters)} {
  const auto add = [this](const std::string& name, auto make) {
    for (const auto& parameter : parameters_) buffers_[name].push_back(make(parameter.detach()));
  };
  const auto zeros = [](const torch::Tensor& parameter) { return torch::zeros_like(parameter); };
  if (config_.name == "sgd") {
    if (config_.momentum > 0) add("momentum", zeros);
    return;
  }
  add("exp_avg", zeros);
  add("exp_avg_sq", zeros);
  add("step", [](const torch::Tensor& parameter) {
    return torch::zeros({}, torch::TensorOptions{}.dtype(torch::kFloat).device(parameter.device()));
  });
}

void Optimizer::step(double learning_rate) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : parameters_) gradients.push_back(parameter.grad());
  gradients = laid_out_as(parameters_, std::move(gradients));
  if (config_.name == "sgd") {
    step_sgd(gradients, learning_rate);
  } else {
    step_adam(gradients, learning_rate);
  }
  first_ = false;
}

void Optimizer::step_sgd(const std::vector<torch::Tensor>& gradients, double learning_rate) {
  at::_fused_sgd_(parameters_, gradients, buffers_["momentum"], config_.weight_decay, config_.momentum,
                  learning_rate,
                  /*dampening=*/0.0, /*nesterov=*/false, /*maximize=*/false, first_);
}

void Optimizer::step_adam(const std::vector<torch::Tensor>& gradients, double learning_rate) {
  auto& steps = buffers_["step"];
  at::_foreach_add_(steps, 1);
  const auto fused = [&](auto kernel) {
    kernel(parameters_, gradients, buffers_["exp_avg"], buffers_["exp_avg_sq"], torch::TensorList{}, steps,
           learning_rate, config_.beta1, config_.beta2, config_.weight_decay, config_.eps, /*amsgrad=*/false,
           /*maximize=*/false);
  };
  if (config_.name == "adam") {
    fused([](auto&&... a) { at::_fused_adam_(std::forward<decltype(a)>(a)...); });
  } else {
    fused([](auto&&... a) { at::_fused_adamw_(std::forward<decltype(a)>(a)...); });
  }
}

std::map<std::string, torch::Tensor> Optimizer::state() const {
  std::map<std::string, torch::Tensor> state;
  for (const auto& [name, tensors] : buffers_) {
    for (std::size_t i = 0; i < tensors.size(); ++i) state[fmt::format("{}.{}", name, i)] = tensors[i];
  }
  state["first"] = torch::tensor(first_ ? 1.0F : 0.0F);
  return state;
}

void Optimizer::load_state(const std::map<std::string, torch::Tensor>& state) {
  const torch::NoGradGuard no_grad;
  const auto stored = [&state](const std::string& name) {
    const auto found = state.find(name);
    if (found == state.end()) throw Error{"the optimizer's state lacks \"" + name + "\""};
    return found->second;
  };
  for (auto& [name, tensors] : buffers_) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const auto value = stored(fmt::format("{}.{}", name, i));
      if (value.sizes() != tensors[i].sizes()) throw Error{"the optimizer's state is of another network"};
      tensors[i].copy_(value);
    }
  }
  first_ = stored("first").item<float>() != 0;
}

}  // namespace unseen
