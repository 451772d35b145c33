#include "training/batch_step.hpp"

#include <ATen/autocast_mode.h>
#include <ATen/ops/cross_entropy_loss.h>

#include <optional>

#include "training/recompute.hpp"
#include "training/training_state.hpp"

namespace unseen {
namespace {

/// bf16 autocast on one device type while it lives.
class Autocast {
 public:
  explicit Autocast(torch::DeviceType type) : type_{type} {
    at::autocast::set_autocast_enabled(type_, true);
    at::autocast::set_autocast_dtype(type_, torch::kBFloat16);
    at::autocast::increment_nesting();
  }
  ~Autocast() {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(type_, false);
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  torch::DeviceType type_;
};

torch::Tensor run(Backbone& model, bool bf16, const torch::Tensor& x, std::size_t from, std::size_t to) {
  if (!bf16) return model.forward(x, from, to);
  const Autocast autocast{x.device().type()};
  return model.forward(x, from, to);
}

/// While it lives, a forward pass meets the random numbers of an earlier one and leaves no trace.
class Replay {
 public:
  Replay(Backbone& model, const RandomState& earlier, torch::Device device)
      : hold_{model}, device_{device}, now_{random_state(device)} {
    set_random_state(earlier, device_);
  }
  ~Replay() { set_random_state(now_, device_); }
  Replay(const Replay&) = delete;
  Replay& operator=(const Replay&) = delete;

 private:
  BatchStatisticsHold hold_;
  torch::Device device_;
  RandomState now_;
};

/// Segment `index`; the numbers that it draws are those that come next.
RepeatableSegment repeatable(Backbone& model, bool bf16, std::size_t index, torch::Device device) {
  return [&model, bf16, index, device, random = random_state(device)](const torch::Tensor& x, bool again) {
    std::optional<Replay> replay;
    if (again) replay.emplace(model, random, device);
    return run(model, bf16, x, index, index + 1);
  };
}

}  // namespace

BatchStep::BatchStep(Backbone& model, const std::vector<torch::Tensor>& parameters, torch::Tensor images,
                     torch::Tensor labels, PassOptions options)
    : model_{model},
      parameters_{parameters},
      images_{std::move(images)},
      labels_{std::move(labels)},
      options_{options} {}

BatchStep::~BatchStep() = default;

torch::Tensor BatchStep::forward(const torch::Tensor& x, std::size_t from, std::size_t to) {
  if (!options_.recompute || !at::GradMode::is_enabled()) return run(model_, options_.bf16, x, from, to);
  auto y = x;
  for (auto i = from; i < to; ++i) {
    y = recomputed(repeatable(model_, options_.bf16, i, images_.device()), y, parameters_);
  }
  return y;
}

torch::Tensor BatchStep::loss(const torch::Tensor& logits) {
  return at::cross_entropy_loss(logits.to(torch::promote_types(logits.scalar_type(), torch::kFloat)),
                                labels_);
}

RandomState BatchStep::random_state() const { return unseen::random_state(images_.device()); }

void BatchStep::set_random_state(const RandomState& state) {
  unseen::set_random_state(state, images_.device());
}

}  // namespace unseen
