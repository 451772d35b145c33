#pragma once

#include <torch/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <unseen/backbone.hpp>

#include "experiment/config.hpp"
#include "training/sample_source.hpp"

namespace unseen {

/// How a model runs: where, and in which memory layout.
struct Placement {
  torch::Device device{torch::kCPU};
  bool channels_last = false;
  std::size_t workers = 2;
  bool bf16 = false;
  bool recompute = false;  ///< in training: activations are computed again instead of kept
};

/// The interruption of a long task by a signal of the user's.
struct Interrupted {
  int signal;
};

/// The signal that asks the program to end, if one came.
using StopRequest = std::function<std::optional<int>()>;

/// P(fake), the softmax of class 1, of each picture of a batch (N, side, side, 3), uint8. The model is in
/// evaluation mode.
std::vector<double> fake_probabilities(Backbone& model, const torch::Tensor& pixels,
                                       const Placement& placement,
                                       const std::optional<StatisticsShift>& shift);

/// What enters the segment "head", (N, features) float32 on the CPU.
torch::Tensor features(Backbone& model, const torch::Tensor& pixels, const Placement& placement,
                       const std::optional<StatisticsShift>& shift);

/// P(fake) for every sample of the items 0 .. count - 1 in turn, in evaluation mode.
/// With `shift`, the means and standard deviations of the features behind each shallow segment are scaled
/// (section III-A of the paper). Throws Interrupted when `stop` says so.
std::vector<double> fake_probabilities(Backbone& model, const SampleSource& source, std::size_t count,
                                       std::int64_t batch_size, const Placement& placement,
                                       const std::optional<StatisticsShift>& shift, const std::string& label,
                                       const StopRequest& stop);

}  // namespace unseen
