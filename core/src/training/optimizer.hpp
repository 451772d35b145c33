#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "experiment/config.hpp"

namespace unseen {

/// SGD with momentum, Adam and AdamW on LibTorch's fused kernels: one call for all parameters. The same
/// formulas as torch.optim (Adam: Kingma and Ba, ICLR 2015; AdamW: Loshchilov and Hutter, ICLR 2019).
class Optimizer {
 public:
  /// Parameters are held, not copied; each needs a .grad() at every step, of any strides.
  Optimizer(const OptimizerConfig& config, std::vector<torch::Tensor> parameters);

  void step(double learning_rate);

  /// Tensors by name ("momentum.0", ...), for a checkpoint; and back. Error where names or shapes do not fit.
  std::map<std::string, torch::Tensor> state() const;
  void load_state(const std::map<std::string, torch::Tensor>& state);

 private:
  void step_sgd(const std::vector<torch::Tensor>& gradients, double learning_rate);
  void step_adam(const std::vector<torch::Tensor>& gradients, double learning_rate);

  OptimizerConfig config_;
  std::vector<torch::Tensor> parameters_;
  std::map<std::string, std::vector<torch::Tensor>> buffers_;  ///< one tensor for each parameter
  bool first_ = true;  ///< SGD: the first momentum is the gradient itself
};

}  // namespace unseen
