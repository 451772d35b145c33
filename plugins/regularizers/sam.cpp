// Sharpness-aware minimisation (Foret et al., ICLR 2021), the point (0, 1) of the paper's eq. (14); with
// `adaptive` its scale-invariant form (Kwon et al., ICML 2021). cosine_ascent is the clean gradient's, unless
// that form or weight decay bends the ascent.

#include <unseen/gradients.hpp>
#include <unseen/two_passes.hpp>

namespace {

class Sam final : public unseen::Regularizer {
 public:
  explicit Sam(const unseen::Params& params) : ascent_{params, "rho"}, passes_{params} {}

  unseen::StepReport accumulate(unseen::Step& step) override {
    if (ascent_.radius() == 0.0) return {{"loss", step.loss_and_gradients()}};
    auto pass = passes_.begin_first(step);
    const auto loss = step.loss_and_gradients();
    const auto norm = unseen::joint_norm(step.gradients());

    const auto worst = ascent_.shift(step.parameters(), step.gradients(), norm);
    pass = passes_.begin_further(step, std::move(pass));
    const auto perturbed = step.loss_and_gradients();
    const auto cosine = worst.cosine(step.gradients());
    return {{"loss", loss},
            {"loss_perturbed", perturbed},
            {"norm_clean_gradient", norm},
            {"cosine_ascent", cosine}};
  }

 private:
  unseen::Ascent ascent_;
  unseen::TwoPasses passes_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Sam, "sam");
