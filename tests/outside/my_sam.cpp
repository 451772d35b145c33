// Sharpness-aware minimisation (Foret et al., ICLR 2021): the gradient at the worst point of a rho-ball
// around the weights.
#include <unseen/gradients.hpp>
#include <unseen/regularizer.hpp>

namespace {

class MySam final : public unseen::Regularizer {
 public:
  explicit MySam(const unseen::Params& params)
      : rho_{params.number("rho", 0.05, "radius of the ball in weight space", {0.0})} {}

  unseen::StepReport accumulate(unseen::Step& step) override {
    const auto clean = step.loss_and_gradients();
    const unseen::Shift at_worst{step.parameters(), unseen::scaled_to(step.gradients(), rho_)};
    const auto held = step.hold_batch_statistics();
    const auto perturbed = step.loss_and_gradients();
    return {{"loss", clean}, {"loss_perturbed", perturbed}};
  }

 private:
  double rho_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, MySam, "my_sam");
