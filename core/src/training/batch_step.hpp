#pragma once

#include <torch/types.h>

#include <vector>

#include <unseen/regularizer.hpp>

namespace unseen {

/// One batch on one process, under a precision: what the trainer lends to a regularizer.
class BatchStep final : public Step {
 public:
  /// `bf16`: forward passes under autocast.
  BatchStep(Backbone& model, const std::vector<torch::Tensor>& parameters, torch::Tensor images,
            torch::Tensor labels, bool bf16 = false);
  ~BatchStep() override;

  const torch::Tensor& images() const override { return images_; }
  const torch::Tensor& labels() const override { return labels_; }
  Backbone& model() override { return model_; }
  const std::vector<torch::Tensor>& parameters() const override { return parameters_; }
  torch::Tensor forward(const torch::Tensor& x, std::size_t from, std::size_t to) override;
  torch::Tensor loss(const torch::Tensor& logits) override;
  torch::Tensor reduced(const torch::Tensor& tensor) override { return tensor; }
  RandomState random_state() const override;
  void set_random_state(const RandomState& state) override;

 private:
  Backbone& model_;
  const std::vector<torch::Tensor>& parameters_;
  torch::Tensor images_, labels_;
  bool bf16_;
};

}  // namespace unseen
