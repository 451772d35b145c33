#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compute.hpp"
#include "training/batch_step.hpp"
#include "training/optimizer.hpp"

namespace unseen {

/// One of the networks that bench/peers/backbones.py runs in Python too.
struct Trial {
  const char *name, *plugin, *variant;
  std::int64_t side, batch;
};

const std::vector<Trial>& trials();

/// A trial's network and a batch for it, drawn from one seed.
class TrialRun {
 public:
  TrialRun(const Trial& trial, bool channels_last, bool recompute = false, const Compute& compute = {});

  Backbone& model() { return *model_; }
  const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  /// The batch, with no gradient anywhere.
  BatchStep batch();

  void forward();
  /// A whole ERM step with SGD.
  void step();

 private:
  PassOptions passes_;
  std::shared_ptr<Backbone> model_;
  torch::Tensor images_, labels_;
  std::vector<torch::Tensor> parameters_;
  std::unique_ptr<Regularizer> erm_;
  std::unique_ptr<Optimizer> optimizer_;
};

}  // namespace unseen
