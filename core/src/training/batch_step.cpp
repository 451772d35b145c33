#include "training/batch_step.hpp"

#include <ATen/autocast_mode.h>
#include <ATen/ops/cross_entropy_loss.h>

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

}  // namespace

BatchStep::BatchStep(Backbone& model, const std::vector<torch::Tensor>& parameters, torch::Tensor images,
                     torch::Tensor labels, bool bf16)
    : model_{model},
      parameters_{parameters},
      images_{std::move(images)},
      labels_{std::move(labels)},
      bf16_{bf16} {}

BatchStep::~BatchStep() = default;

torch::Tensor BatchStep::forward(const torch::Tensor& x, std::size_t from, std::size_t to) {
  if (!bf16_) return model_.forward(x, from, to);
  const Autocast autocast{x.device().type()};
  return model_.forward(x, from, to);
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
