#include "support/plain_rules.hpp"

#include <ATen/ops/cross_entropy_loss.h>
#include <torch/autograd.h>

#include <unseen/batch_norm.hpp>

namespace unseen::test {
namespace {

using Tensors = std::vector<torch::Tensor>;

/// Eq. (6) and (7), with new statistics sigma + d_sigma and mu + d_mu.
torch::Tensor injected(const torch::Tensor& f, const torch::Tensor& d_mu, const torch::Tensor& d_sigma) {
  const auto mu = f.mean({2, 3}, true);
  const auto sigma = (f.var(at::IntArrayRef{2, 3}, false, true) + 1e-5).sqrt();
  return (f - mu) / sigma * (sigma + d_sigma) + (mu + d_mu);
}

/// The loss with (d_mu, d_sigma) of each shallow segment in turn.
torch::Tensor loss_of(Backbone& model, const torch::Tensor& images, const torch::Tensor& labels,
                      const Tensors& deltas) {
  auto x = images;
  const auto shallow = model.shallow_segments();
  for (std::size_t i = 0, module = 0; i < model.segments().size(); ++i) {
    x = model.forward(x, i, i + 1);
    if (module < shallow.size() && model.segments()[i] == shallow[module]) {
      x = injected(x, deltas[2 * module], deltas[2 * module + 1]);
      ++module;
    }
  }
  return at::cross_entropy_loss(x, labels);
}

Tensors zero_deltas(Backbone& model, const torch::Tensor& images) {
  const torch::NoGradGuard no_grad;
  const BatchStatisticsHold hold{model};
  Tensors deltas;
  for (const auto& name : model.shallow_segments()) {
    const auto f = model.forward(images, 0, model.segment_index(name) + 1);
    for (int i = 0; i < 2; ++i)
      deltas.push_back(torch::zeros({1, f.size(1), 1, 1}, f.options()).requires_grad_());
  }
  return deltas;
}

double norm(const Tensors& tensors) {
  double squares = 0;
  for (const auto& tensor : tensors) squares += tensor.to(torch::kDouble).pow(2).sum().item<double>();
  return std::sqrt(squares);
}

}  // namespace

std::vector<torch::Tensor> plain_gradient(Backbone& model, const torch::Tensor& images,
                                          const torch::Tensor& labels, const PlainRule& rule) {
  const auto parameters = model.parameters();
  const auto zeros = zero_deltas(model, images);
  const auto clean = loss_of(model, images, labels, zeros);
  const auto g1 = torch::autograd::grad({clean}, parameters, {}, true);
  const auto ascent = torch::autograd::grad({clean}, zeros);

  const BatchStatisticsHold hold{model};
  const torch::AutoGradMode recording{true};
  Tensors moved;
  for (const auto& each : ascent) moved.push_back(rule.r / norm(ascent) * each);
  const auto g2 = torch::autograd::grad({loss_of(model, images, labels, moved)}, parameters);

  Tensors weights;
  for (const auto& parameter : parameters) weights.push_back(parameter.detach().clone());
  const auto step = rule.r_prime / norm(g1);
  {
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < g1.size(); ++i) parameters[i].add_(g1[i], step);
  }
  const auto g3 = torch::autograd::grad({loss_of(model, images, labels, zeros)}, parameters);
  Tensors g;
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < g1.size(); ++i) {
    parameters[i].copy_(weights[i]);
    g.push_back((1 - rule.alpha - rule.beta) * g1[i] + rule.alpha * g2[i] + rule.beta * g3[i]);
  }
  return g;
}

}  // namespace unseen::test
