#pragma once

#include <unseen/regularizer.hpp>

namespace unseen::test {

/// Another step, for tests that change one thing of it.
class ForwardingStep : public Step {
 public:
  explicit ForwardingStep(Step& step) : step_{step} {}
  const torch::Tensor& images() const override { return step_.images(); }
  const torch::Tensor& labels() const override { return step_.labels(); }
  Backbone& model() override { return step_.model(); }
  const std::vector<torch::Tensor>& parameters() const override { return step_.parameters(); }
  torch::Tensor forward(const torch::Tensor& x, std::size_t from, std::size_t to) override {
    return step_.forward(x, from, to);
  }
  torch::Tensor loss(const torch::Tensor& logits) override { return step_.loss(logits); }
  torch::Tensor reduced(const torch::Tensor& tensor) override { return step_.reduced(tensor); }
  RandomState random_state() const override { return step_.random_state(); }
  void set_random_state(const RandomState& state) override { step_.set_random_state(state); }

 private:
  Step& step_;
};

}  // namespace unseen::test
