#include <ATen/ops/batch_norm.h>
#include <torch/types.h>

#include <unseen/batch_norm.hpp>

namespace unseen {

BatchNorm2d::BatchNorm2d(std::int64_t channels, double eps, double momentum)
    : weight{register_parameter("weight", torch::ones({channels}))},
      bias{register_parameter("bias", torch::zeros({channels}))},
      running_mean{register_buffer("running_mean", torch::zeros({channels}))},
      running_var{register_buffer("running_var", torch::ones({channels}))},
      num_batches_tracked{register_buffer("num_batches_tracked", torch::zeros({}, torch::kLong))},
      eps_{eps},
      momentum_{momentum} {}

BatchNorm2d::~BatchNorm2d() = default;

torch::Tensor BatchNorm2d::forward(const torch::Tensor& x) {
  const auto update = is_training() && holds_ == 0;
  if (update) num_batches_tracked.add_(1);
  // Undefined running tensors make batch_norm use the batch's statistics alone; a momentum of zero would
  // still multiply them, and spread an infinity as NaN.
  const auto untracked = is_training() && !update;
  return at::batch_norm(x, weight, bias, untracked ? torch::Tensor{} : running_mean,
                        untracked ? torch::Tensor{} : running_var, is_training(), momentum_, eps_, false);
}

BatchStatisticsHold::BatchStatisticsHold(torch::nn::Module& model) {
  for (const auto& module : model.modules()) {
    if (auto norm = std::dynamic_pointer_cast<BatchNorm2d>(module)) {
      ++norm->holds_;
      held_.push_back(std::move(norm));
      continue;
    }
    for (const auto& buffer : module->named_buffers(false)) {
      const auto& name = buffer.key();
      if (name == "running_mean" || name == "running_var" || name == "num_batches_tracked") {
        saved_.push_back({buffer.value(), buffer.value().clone()});
      }
    }
  }
}

BatchStatisticsHold::~BatchStatisticsHold() {
  const torch::NoGradGuard no_grad;
  for (const auto& norm : held_) --norm->holds_;
  for (auto& [buffer, value] : saved_) buffer.copy_(value);
}

}  // namespace unseen
