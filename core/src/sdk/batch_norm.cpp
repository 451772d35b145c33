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

torch::Tensor BatchNorm2d::forward_after(const Convolve& convolve, const torch::Tensor& conv_weight) {
  // A network that was made in inference mode keeps no versions, by which a change would be seen.
  const auto has_versions = !conv_weight.is_inference() && !weight.is_inference();
  if (is_training() || at::GradMode::is_enabled() || !has_versions) {
    folded_ = {};
    return forward(convolve(conv_weight, {}));
  }
  if (auto state = state_of(conv_weight); folded_.state != state) {
    const auto scale = weight * (running_var + eps_).rsqrt();
    folded_ = {std::move(state), conv_weight * scale.view({-1, 1, 1, 1}), bias - running_mean * scale};
  }
  return convolve(folded_.weight, folded_.bias);
}

std::vector<std::int64_t> BatchNorm2d::state_of(const torch::Tensor& conv_weight) const {
  std::vector<std::int64_t> state;
  for (const auto* each : {&conv_weight, &weight, &bias, &running_mean, &running_var}) {
    state.push_back(static_cast<std::int64_t>(each->_version()));
    state.push_back(reinterpret_cast<std::intptr_t>(each->const_data_ptr()));
    state.push_back(static_cast<std::int64_t>(each->scalar_type()));
  }
  return state;
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
        // Other memory, not another value: a graph that is still to be run backward has seen this one.
        auto own = buffer.value();
        saved_.push_back({own, own.detach()});
        own.set_data(own.clone());
      }
    }
  }
}

BatchStatisticsHold::~BatchStatisticsHold() {
  for (const auto& norm : held_) --norm->holds_;
  for (auto& [buffer, value] : saved_) buffer.set_data(value);
}

}  // namespace unseen
