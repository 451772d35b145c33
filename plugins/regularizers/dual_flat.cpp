// DualFlat: the paper's eq. (14) whole, (1 - alpha - beta) of the clean gradient, alpha of the one at
// perturbed statistics (GradReg-PIM), beta of the one at moved weights (SAM, GNP).

#include <unseen/error.hpp>
#include <unseen/feature_perturbation.hpp>
#include <unseen/gradients.hpp>

namespace {

using Tensors = std::vector<torch::Tensor>;

class DualFlat final : public unseen::Regularizer {
 public:
  explicit DualFlat(const unseen::Params& params)
      : alpha_{params.number("alpha", 0.4, "weight of the gradient at perturbed statistics", {0.0, 1.0})},
        beta_{params.number("beta", 0.4, "weight of the gradient at moved weights", {0.0, 1.0})},
        modules_{params},
        ascent_{params, "r_prime"},
        passes_{params} {
    if (alpha_ + beta_ > 1.0 + 1e-12) {
      throw unseen::InputError{params.where("alpha") + ": alpha + beta is more than 1; lower one of them"};
    }
    if (modules_.radius() == 0.0) alpha_ = 0.0;
    if (ascent_.radius() == 0.0) beta_ = 0.0;
    rest_ = alpha_ + beta_ < 1.0 - 1e-12 ? 1.0 - alpha_ - beta_ : 0.0;
  }

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (alpha_ == 0.0 && beta_ == 0.0) return {{"loss", step.loss_and_gradients()}};
    const auto random = step.random_state();
    unseen::StepReport report;
    auto [g1, g] = at_weights(step, report);
    if (!g1.empty()) {
      const auto norm = unseen::joint_norm(g1);
      if (beta_ > 0.0) g = with_moved_weights(step, random, g1, norm, g, report);
      report.emplace_back("norm_clean_gradient", norm);
      const auto mixture = unseen::mix(rest_, g1, beta_ > 0.0 ? 1.0 : alpha_, g);
      report.emplace_back("cosine_clean_gradient", mixture.cosine);
    }
    step.set_gradients(g);
    return report;
  }

 private:
  /// The clean gradient, where anything needs it, and the one at perturbed statistics, where alpha > 0.
  std::pair<Tensors, Tensors> at_weights(unseen::Step& step, unseen::StepReport& report) const {
    if (alpha_ == 0.0) {
      const auto pass = passes_.begin_first(step);
      report.emplace_back("loss", step.loss_and_gradients());
      return {step.gradients(), {}};
    }
    unseen::PerturbedPasses network{step, modules_, passes_, beta_ > 0.0};
    const auto clean = network.clean(beta_ > 0.0 || rest_ > 0.0);
    const auto moved = network.perturbed(modules_.deltas(clean.ascent));
    report = {{"loss", clean.loss},
              {"loss_perturbed", moved.loss},
              {"norm_statistics_gradient", unseen::joint_norm(clean.ascent)}};
    return {network.completed(clean.gradient), network.completed(moved.gradient)};
  }

  /// alpha g2 + beta g3.
  Tensors with_moved_weights(unseen::Step& step, const unseen::RandomState& random, const Tensors& g1,
                             const torch::Tensor& norm, const Tensors& g2, unseen::StepReport& report) const {
    const auto worst = ascent_.shift(step.parameters(), g1, norm);
    const auto pass = passes_.begin_further(step, {random});
    report.emplace_back("loss_moved_weights", step.loss_and_gradients());
    auto g = step.gradients();
    unseen::mix(alpha_, g2, beta_, g);
    return g;
  }

  double alpha_, beta_, rest_;
  unseen::PerturbationModules modules_;
  unseen::Ascent ascent_;
  unseen::TwoPasses passes_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, DualFlat, "dual_flat");
