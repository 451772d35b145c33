// Penalising the gradient norm (Zhao et al., ICML 2022): the point (0, alpha) of the paper's eq. (14), with
// alpha = lambda / r for the loss L + lambda ||grad L||.

#include <unseen/gradients.hpp>
#include <unseen/two_passes.hpp>

namespace {

class Gnp final : public unseen::Regularizer {
 public:
  explicit Gnp(const unseen::Params& params)
      : alpha_{params.number("alpha", 0.8, "weight of the gradient at the moved weights", {0.0, 1.0})},
        normalized_clean_{params.flag("normalized_clean", false,
                                      "mix in g1 / ||g1||, as the authors' program does by default")},
        ascent_{params, "r"},
        passes_{params} {}

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (alpha_ == 0.0 || ascent_.radius() == 0.0) return {{"loss", step.loss_and_gradients()}};
    const auto random = step.random_state();
    auto hold = passes_.begin_first(step);
    const auto loss = step.loss_and_gradients();
    auto g1 = step.gradients();
    const auto norm = unseen::joint_norm(g1);

    const unseen::Shift worst{step.parameters(), ascent_.offsets(step.parameters(), g1)};
    hold = passes_.begin_further(step, random);
    if (alpha_ == 1.0) g1.clear();
    const auto perturbed = step.loss_and_gradients();
    if (normalized_clean_) g1 = unseen::scaled_to(g1, 1.0);
    if (alpha_ < 1.0) step.set_gradients(unseen::mixed(1.0 - alpha_, g1, alpha_, step.gradients()));
    const auto cosine = worst.cosine(step.gradients());
    return {{"loss", loss},
            {"loss_perturbed", perturbed},
            {"norm_clean_gradient", norm},
            {"cosine_ascent", cosine}};
  }

 private:
  double alpha_;
  bool normalized_clean_;
  unseen::Ascent ascent_;
  unseen::TwoPasses passes_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Gnp, "gnp");
