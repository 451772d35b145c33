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
    if (modules_.radius() == 0.0) alpha_ = 0.0;
    if (ascent_.radius() == 0.0) beta_ = 0.0;
    if (alpha_ + beta_ > 1.0 + 1e-12) {
      throw unseen::InputError{params.where("alpha") + ": alpha + beta is more than 1; lower one of them"};
    }
  }

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (alpha_ == 0.0 && beta_ == 0.0) return {{"loss", step.loss_and_gradients()}};
    const auto random = step.random_state();
    unseen::StepReport report;
    const auto [g1, g2] = at_weights(step, report);
    const auto g3 = beta_ > 0.0 ? at_moved_weights(step, random, g1, report) : Tensors{};
    auto g = g1.empty() ? g2 : unseen::mixed(1.0 - alpha_ - beta_, g1, alpha_, g2);
    if (!g3.empty()) g = unseen::mixed(1.0, g, beta_, g3);
    if (!g1.empty()) report.emplace_back("cosine_clean_gradient", unseen::cosine(g1, g));
    step.set_gradients(g);
    return report;
  }

 private:
  /// The clean gradient, where anything needs it, and the one at perturbed statistics, where alpha > 0.
  std::pair<Tensors, Tensors> at_weights(unseen::Step& step, unseen::StepReport& report) const {
    if (alpha_ == 0.0) {
      const auto hold = passes_.begin_first(step);
      report.emplace_back("loss", step.loss_and_gradients());
      report.emplace_back("norm_clean_gradient", unseen::joint_norm(step.gradients()));
      return {step.gradients(), {}};
    }
    unseen::PerturbedPasses network{step, modules_, passes_, beta_ > 0.0};
    const auto with_g1 = beta_ > 0.0 || alpha_ + beta_ < 1.0;
    const auto clean = network.clean(with_g1);
    const auto moved = network.perturbed(modules_.deltas(clean.ascent));
    report = {{"loss", clean.loss},
              {"loss_perturbed", moved.loss},
              {"norm_statistics_gradient", unseen::joint_norm(clean.ascent)}};
    auto g1 = with_g1 ? network.completed(clean.gradient) : Tensors{};
    if (with_g1) report.emplace_back("norm_clean_gradient", unseen::joint_norm(g1));
    return {std::move(g1), network.completed(moved.gradient)};
  }

  Tensors at_moved_weights(unseen::Step& step, const unseen::RandomState& random, const Tensors& g1,
                           unseen::StepReport& report) const {
    const unseen::Shift worst{step.parameters(), ascent_.offsets(step.parameters(), g1)};
    const auto hold = passes_.begin_further(step, random);
    report.emplace_back("loss_moved_weights", step.loss_and_gradients());
    return step.gradients();
  }

  double alpha_, beta_;
  unseen::PerturbationModules modules_;
  unseen::Ascent ascent_;
  unseen::TwoPasses passes_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, DualFlat, "dual_flat");
