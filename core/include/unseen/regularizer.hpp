#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <unseen/backbone.hpp>
#include <unseen/batch_norm.hpp>
#include <unseen/plugin.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// Named scalars (0-dimensional tensors) that a step leaves to be logged; "loss" is the clean loss.
using StepReport = std::vector<std::pair<std::string, torch::Tensor>>;

/// The state of the random number generators that a forward pass may draw from (dropout, stochastic depth).
struct RandomState {
  torch::Tensor cpu;
  torch::Tensor device;  ///< undefined on a CPU
};

/// One batch, lent to a regularizer. Nothing here outlives the call that it is lent to.
class Step {
 public:
  Step();
  virtual ~Step();
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  virtual const torch::Tensor& images() const = 0;  ///< (N, 3, side, side), normalised
  virtual const torch::Tensor& labels() const = 0;  ///< (N), int64, 1 = fake
  virtual Backbone& model() = 0;

  /// The trainable parameters, always in the same order.
  virtual const std::vector<torch::Tensor>& parameters() const = 0;

  /// Segments [from, to) of the model under the run's precision.
  virtual torch::Tensor forward(const torch::Tensor& x, std::size_t from, std::size_t to) = 0;

  /// Mean cross-entropy of logits (N, classes) over the batch, 0-dimensional, at least fp32.
  virtual torch::Tensor loss(const torch::Tensor& logits) = 0;

  /// The mean over all processes of a run; the tensor itself where there is one process.
  virtual torch::Tensor reduced(const torch::Tensor& tensor) = 0;

  virtual RandomState random_state() const = 0;
  virtual void set_random_state(const RandomState& state) = 0;

  /// The whole network on the batch.
  torch::Tensor logits();

  /// One clean forward and backward: writes .grad() of parameters() anew, returns the loss, detached.
  torch::Tensor loss_and_gradients();

  /// .grad() of parameters(), in their order.
  std::vector<torch::Tensor> gradients() const;

  /// Sets .grad() of parameters(); zeros for those the loss does not reach. Keeps the memory it is given
  /// where that lies as the parameters do, and whoever comes after works in it: clone what you want to keep.
  void set_gradients(std::vector<torch::Tensor> gradients);
};

/// A training rule: turns a batch into the gradient that the optimizer uses. The rules of the paper are
/// points (alpha, beta) of its eq. (14).
class Regularizer {
 public:
  Regularizer();
  virtual ~Regularizer();
  Regularizer(const Regularizer&) = delete;
  Regularizer& operator=(const Regularizer&) = delete;

  /// .grad() of the parameters is undefined on entry; on return it holds the gradient. Weights that the rule
  /// moves it puts back bit for bit. It never touches the optimizer.
  virtual StepReport accumulate(Step& step) = 0;

  /// What a rule remembers from step to step, for the checkpoint.
  virtual std::map<std::string, torch::Tensor> state() const { return {}; }
  virtual void load_state(const std::map<std::string, torch::Tensor>&) {}
};

template <>
struct PluginKind<Regularizer> {
  using Pointer = std::unique_ptr<Regularizer>;
  static constexpr const char* kind = "Regularizer";
  static constexpr const char* folder = "regularizers";
  static constexpr const char* stamp = UNSEEN_STAMP;
};

}  // namespace unseen
