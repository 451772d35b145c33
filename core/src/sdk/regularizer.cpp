#include <torch/autograd.h>

#include <unseen/gradients.hpp>
#include <unseen/regularizer.hpp>

namespace unseen {

Step::Step() = default;
Step::~Step() = default;

Regularizer::Regularizer() = default;
Regularizer::~Regularizer() = default;

torch::Tensor Step::logits() { return forward(images(), 0, model().segments().size()); }

torch::Tensor Step::loss_and_gradients() {
  for (const auto& parameter : parameters()) parameter.mutable_grad() = torch::Tensor{};  // frees it now
  const auto value = loss(logits());
  set_gradients(torch::autograd::grad({value}, parameters(), {}, std::nullopt, false, true));
  return value.detach();
}

std::vector<torch::Tensor> Step::gradients() const {
  std::vector<torch::Tensor> all;
  for (const auto& parameter : parameters()) all.push_back(parameter.grad());
  return all;
}

void Step::set_gradients(std::vector<torch::Tensor> gradients) {
  const auto& all = parameters();
  TORCH_CHECK(gradients.size() == all.size(), "one gradient for each parameter is wanted");
  gradients = laid_out_as(all, std::move(gradients));
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].mutable_grad() = gradients[i].defined() ? gradients[i] : torch::zeros_like(all[i]);
  }
}

}  // namespace unseen
