#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace unseen {

/// One optimizer step in the making: the mean over its micro-batches.
struct StepOutcome {
  std::vector<std::pair<std::string, double>> scalars;  ///< the loss first
  std::vector<torch::Tensor> gradients;
  std::vector<torch::Tensor> buffers_before;  ///< as they were before the first micro-batch
  std::int64_t micro_batches = 0;

  /// Takes a micro-batch into the means. Error where a regularizer reports other scalars than before.
  void add(const StepOutcome& next);
};

}  // namespace unseen
