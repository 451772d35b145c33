#pragma once

#include <torch/types.h>

#include <vector>

#include <unseen/regularizer.hpp>

namespace unseen {

/// How the forward passes of a step run.
struct PassOptions {
  bool bf16 = false;       ///< under autocast
  bool recompute = false;  ///< keep each segment's input only, and compute what is inside again for backward
};

/// One batch on one process: what the trainer lends to a regularizer. A graph that it recorded must not
/// outlive the model.
class BatchStep final : public Step {
 public:
  BatchStep(Backbone& model, const std::vector<torch::Tensor>& parameters, torch::Tensor images,
            torch::Tensor labels, PassOptions options = {});
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
  PassOptions options_;
};

}  // namespace unseen
