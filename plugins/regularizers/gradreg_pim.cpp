// Gradient regularization with perturbation injection modules: Algorithm 1 of "Improving Generalization of
// Deepfake Detectors by Imposing Gradient Regularization" (Guan et al., IEEE TIFS 2024,
// doi:10.1109/TIFS.2024.3396064).

#include <torch/autograd.h>

#include <algorithm>
#include <optional>

#include <unseen/feature_perturbation.hpp>
#include <unseen/gradients.hpp>
#include <unseen/regularizer.hpp>

namespace {

using Tensors = std::vector<torch::Tensor>;
using Deltas = std::vector<unseen::StatisticsDelta>;

class GradRegPim final : public unseen::Regularizer {
 public:
  explicit GradRegPim(const unseen::Params& params)
      : r_{params.number("r", 0.1, "length of the perturbation of shallow statistics, eq. (9)", {0.0})},
        alpha_{params.number("alpha", 1.0, "weight of the perturbed gradient, eq. (12)", {0.0, 1.0})},
        norm_{params.text("norm", "joint", "what the length of eq. (9) is taken over",
                          {"joint", "per_module", "per_tensor"})},
        per_instance_{params.text("delta", "batch",
                                  "one perturbation for the batch, or one for each instance",
                                  {"batch", "instance"}) == "instance"},
        statistics_{params.number("eps", 1e-5, "added to the variance under the root", {0.0}),
                    params.flag("unbiased", false, "variance with HW - 1"),
                    params.flag("detach_stats", false, "statistics as constants in the second pass")},
        segments_{params.texts("segments", std::vector<std::string>{},
                               "segments with a module behind them; empty: the backbone's shallow ones")},
        bn_stats_{params.text("bn_stats", "clean", "passes that update BatchNorm's running statistics",
                              {"clean", "both", "last"})},
        shared_masks_{params.text("masks", "shared",
                                  "random masks of the second pass: the first one's, or new",
                                  {"shared", "fresh"}) == "shared"} {}

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (r_ == 0.0 || alpha_ == 0.0) return {{"loss", step.loss_and_gradients()}};

    const auto random = step.random_state();
    auto clean = clean_pass(step);
    const auto& [loss, g1, ascent] = clean;
    if (shared_masks_) step.set_random_state(random);
    const auto [loss_perturbed, g2] = perturbed_pass(step, scaled(ascent));

    unseen::StepReport report{{"loss", loss},
                              {"loss_perturbed", loss_perturbed},
                              {"norm_statistics_gradient", unseen::joint_norm(ascent)}};
    if (g1.empty()) {
      step.set_gradients(g2);
    } else {
      const auto g = unseen::mixed(1.0 - alpha_, g1, alpha_, g2);
      report.emplace_back("norm_clean_gradient", unseen::joint_norm(g1));
      report.emplace_back("cosine_clean_gradient", unseen::cosine(g1, g));
      step.set_gradients(g);
    }
    return report;
  }

 private:
  struct Clean {
    torch::Tensor loss;
    Tensors g1;      ///< empty at alpha = 1, where nothing needs it
    Tensors ascent;  ///< of the loss by d_mean, d_sigma of each module in turn
  };

  std::vector<std::size_t> segments(unseen::Step& step) const {
    std::vector<std::size_t> indices;
    for (const auto& name : segments_.empty() ? step.model().shallow_segments() : segments_) {
      indices.push_back(step.model().segment_index(name));
    }
    std::sort(indices.begin(), indices.end());
    return indices;
  }

  /// Lines 2 to 4 of Algorithm 1: the loss with the deltas at zero, and its gradients.
  Clean clean_pass(unseen::Step& step) const {
    std::optional<unseen::BatchStatisticsHold> hold;
    if (bn_stats_ == "last") hold.emplace(step.model());
    Deltas deltas;
    const auto loss =
        step.loss(unseen::perturbed_logits(step, segments(step), deltas, statistics_, per_instance_));
    Tensors inputs;
    for (const auto& delta : deltas) inputs.insert(inputs.end(), {delta.mean, delta.sigma});
    const auto count = inputs.size();
    if (alpha_ < 1.0) inputs.insert(inputs.end(), step.parameters().begin(), step.parameters().end());
    const auto all = torch::autograd::grad({loss}, inputs, {}, std::nullopt, false, true);
    Clean clean{loss.detach(),
                filled({all.begin() + count, all.end()}, {inputs.begin() + count, inputs.end()}),
                {all.begin(), all.begin() + count}};
    for (auto& gradient : clean.ascent) gradient = step.reduced(gradient);
    return clean;
  }

  static Tensors filled(Tensors gradients, const Tensors& parameters) {
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      if (!gradients[i].defined()) gradients[i] = torch::zeros_like(parameters[i]);
    }
    return gradients;
  }

  /// Eq. (9): the ascent direction at length r, as constants.
  Deltas scaled(const Tensors& ascent) const {
    Deltas deltas;
    const auto whole = norm_ == "joint" ? unseen::scaled_to(ascent, r_) : Tensors{};
    for (std::size_t i = 0; i < ascent.size(); i += 2) {
      if (norm_ == "joint") {
        deltas.push_back({whole[i], whole[i + 1]});
      } else if (norm_ == "per_module") {
        const auto own = unseen::scaled_to({ascent[i], ascent[i + 1]}, r_);
        deltas.push_back({own[0], own[1]});
      } else {
        deltas.push_back({unseen::scaled_to({ascent[i]}, r_)[0], unseen::scaled_to({ascent[i + 1]}, r_)[0]});
      }
    }
    return deltas;
  }

  /// Line 7: the gradient at the perturbed features.
  std::pair<torch::Tensor, Tensors> perturbed_pass(unseen::Step& step, Deltas deltas) const {
    std::optional<unseen::BatchStatisticsHold> hold;
    if (bn_stats_ == "clean") hold.emplace(step.model());
    const auto loss =
        step.loss(unseen::perturbed_logits(step, segments(step), deltas, statistics_, per_instance_));
    const auto& parameters = step.parameters();
    return {loss.detach(),
            filled(torch::autograd::grad({loss}, parameters, {}, std::nullopt, false, true), parameters)};
  }

  double r_, alpha_;
  std::string norm_;
  bool per_instance_;
  unseen::StatisticsOptions statistics_;
  std::vector<std::string> segments_;
  std::string bn_stats_;
  bool shared_masks_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, GradRegPim, "gradreg_pim");
