#pragma once

#include <torch/types.h>

#include <map>
#include <string>

#include <unseen/regularizer.hpp>

#include "training/optimizer.hpp"

namespace unseen {

/// Everything beside the weights that decides the next step: optimizer, random generators of the CPU and the
/// run's device, regularizer. Names are prefixed by whose they are.
std::map<std::string, torch::Tensor> training_state(const Optimizer& optimizer,
                                                    const Regularizer& regularizer, torch::Device device);

/// Puts it back. Error where something is missing.
void restore_training_state(const std::map<std::string, torch::Tensor>& state, Optimizer& optimizer,
                            Regularizer& regularizer, torch::Device device);

/// State of torch's default generators.
RandomState random_state(torch::Device device);
void set_random_state(const RandomState& state, torch::Device device);

}  // namespace unseen
