// Gradient norm penalty (Zhao et al., ICML 2022), eq. (14) at (0, lambda / r) for L + lambda ||grad L||.

#include <unseen/gradients.hpp>
#include <unseen/two_passes.hpp>

namespace {

class Gnp final : public unseen::Regularizer {
 public:
  explicit Gnp(const unseen::Params& params)
      : alpha_{params.number("alpha", 0.8, "weight of the gradient at the moved weights", {0.0, 1.0})},
        normalized_{params.flag("normalized_clean", false, "mix in g1 / ||g1||, as the authors' program")},
        ascent_{params, "r"},
        passes_{params} {}

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (alpha_ == 0.0 || ascent_.radius() == 0.0) return {{"loss", step.loss_and_gradients()}};
    auto pass = passes_.begin_first(step);
    unseen::StepReport report{{"loss", step.loss_and_gradients()}};
    const auto g1 = step.gradients();
    const auto norm = report.emplace_back("norm_clean_gradient", unseen::joint_norm(g1)).second;
    const auto worst = ascent_.shift(step.parameters(), g1, norm);
    pass = passes_.begin_further(step, std::move(pass));
    report.emplace_back("loss_perturbed", step.loss_and_gradients());
    auto g = step.gradients();
    const auto length = normalized_ ? norm.item<double>() + unseen::kNormEps : 1.0;
    report.emplace_back("cosine_clean_gradient", unseen::mix((1.0 - alpha_) / length, g1, alpha_, g).cosine);
    return report;
  }

 private:
  double alpha_;
  bool normalized_;
  unseen::Ascent ascent_;
  unseen::TwoPasses passes_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Gnp, "gnp");
