#pragma once

#include <torch/types.h>

#include <vector>

#include <unseen/backbone.hpp>

namespace unseen::test {

/// A point (alpha, beta) of the paper's eq. (14).
struct PlainRule {
  double alpha = 0, beta = 0;
  double r = 0.1, r_prime = 0.05;
};

/// Its gradient by the model's parameters, written as the paper writes it: three whole passes, eq. (7) with
/// normalised features times new deviation plus new mean, one length for all modules (eq. 9). The oracle of
/// the product's forms, which share passes.
std::vector<torch::Tensor> plain_gradient(Backbone& model, const torch::Tensor& images,
                                          const torch::Tensor& labels, const PlainRule& rule);

}  // namespace unseen::test
