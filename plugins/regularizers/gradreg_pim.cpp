// Gradient regularization with perturbation injection modules: Algorithm 1 of "Improving Generalization of
// Deepfake Detectors by Imposing Gradient Regularization" (Guan et al., IEEE TIFS 2024,
// doi:10.1109/TIFS.2024.3396064), the point (alpha, 0) of its eq. (14).

#include <unseen/feature_perturbation.hpp>
#include <unseen/gradients.hpp>

namespace {

class GradRegPim final : public unseen::Regularizer {
 public:
  explicit GradRegPim(const unseen::Params& params)
      : alpha_{params.number("alpha", 1.0, "weight of the perturbed gradient, eq. (12)", {0.0, 1.0})},
        modules_{params},
        passes_{params} {}

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (modules_.radius() == 0.0 || alpha_ == 0.0) return {{"loss", step.loss_and_gradients()}};
    unseen::PerturbedPasses network{step, modules_, passes_};
    const auto clean = network.clean(alpha_ < 1.0);
    auto moved = network.perturbed(modules_.deltas(clean.ascent));
    unseen::StepReport report{{"loss", clean.loss},
                              {"loss_perturbed", moved.loss},
                              {"norm_statistics_gradient", unseen::joint_norm(clean.ascent)}};
    if (alpha_ < 1.0) {
      const auto mixture = unseen::mix(1.0 - alpha_, clean.gradient, alpha_, moved.gradient);
      // Where passes share what lies before the first module, only the mixture goes through it: a clean
      // gradient there would cost a pass of its own.
      const std::string part = network.shares_activations() ? "suffix_" : "";
      report.emplace_back("norm_clean_" + part + "gradient", mixture.norm_x);
      report.emplace_back("cosine_clean_" + part + "gradient", mixture.cosine);
    }
    step.set_gradients(network.completed(moved.gradient));
    return report;
  }

 private:
  double alpha_;
  unseen::PerturbationModules modules_;
  unseen::TwoPasses passes_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, GradRegPim, "gradreg_pim");
