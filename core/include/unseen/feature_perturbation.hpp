#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

#include <unseen/gradients.hpp>
#include <unseen/statistics_perturbation.hpp>
#include <unseen/two_passes.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// The perturbation injection modules of a rule: where they sit, how far eq. (9) moves the statistics there,
/// and how these are taken.
class PerturbationModules {
 public:
  /// Reads `r`, `norm`, `delta`, `eps`, `unbiased`, `detach_stats` and `segments`.
  explicit PerturbationModules(const Params& params);

  double radius() const { return radius_; }
  bool per_instance() const { return per_instance_; }
  const StatisticsOptions& statistics() const { return statistics_; }

  /// Indices of the segments with a module behind them, sorted.
  std::vector<std::size_t> segments(Backbone& model) const;

  /// Eq. (9): the ascent direction (by d_mean and d_sigma of each module in turn) at length r, as constants.
  std::vector<StatisticsDelta> deltas(const std::vector<torch::Tensor>& ascent) const;

 private:
  double radius_;
  std::string norm_;
  bool per_instance_;
  StatisticsOptions statistics_;
  std::vector<std::string> segments_;
};

/// A gradient that has come as far as the first module: by the parameters behind it (undefined for those
/// before) and by the features that enter it.
struct PartialGradient {
  std::vector<torch::Tensor> parameters;
  torch::Tensor features;
};

/// y becomes a * x + b * y, as mix() of tensors. What it returns is of the parameters alone: where the passes
/// share what lies before the first module, there is no gradient there yet.
Mixture mix(double a, const PartialGradient& x, double b, PartialGradient& y);

/// The passes of Algorithm 1 on one batch. What lies before the first module runs once and keeps its graph;
/// the passes run on its output, detached, and completed() leads a gradient back through it: the same
/// arithmetic as whole passes, without the repetition. Where passes may not share activations they run whole.
class PerturbedPasses {
 public:
  /// All is lent, and outlives the object; the weights stay where they are while it lives. `more_passes`: the
  /// rule has a further pass on this batch, of its own.
  PerturbedPasses(Step& step, const PerturbationModules& modules, const TwoPasses& passes,
                  bool more_passes = false);

  bool shares_activations() const { return cut_ > 0; }

  struct Clean {
    torch::Tensor loss;                 ///< detached
    std::vector<torch::Tensor> ascent;  ///< its gradient by d_mean and d_sigma of each module in turn
    PartialGradient gradient;           ///< empty where not asked for
  };
  /// Lines 2 to 4 of Algorithm 1: the deltas at zero.
  Clean clean(bool with_gradient);

  struct Perturbed {
    torch::Tensor loss;  ///< detached
    PartialGradient gradient;
  };
  /// Line 7.
  Perturbed perturbed(std::vector<StatisticsDelta> deltas);

  /// The gradient by all parameters, in their order; zeros for those that the loss does not reach. Empty for
  /// an empty one.
  std::vector<torch::Tensor> completed(const PartialGradient& partial) const;

 private:
  torch::Tensor prefix() const;
  torch::Tensor loss(std::vector<StatisticsDelta>& deltas);
  std::vector<torch::Tensor> inputs() const;
  PartialGradient partial(std::vector<torch::Tensor> gradients) const;

  Step& step_;
  const PerturbationModules& modules_;
  const TwoPasses& passes_;
  bool more_passes_;
  std::vector<std::size_t> segments_;
  std::size_t cut_;
  torch::Tensor prefix_, features_;
  RandomState random_;
};

}  // namespace unseen
