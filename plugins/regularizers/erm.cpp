// Empirical risk minimisation: the gradient of the batch's mean cross-entropy, the point (0, 0) of the
// paper's eq. (14).

#include <unseen/regularizer.hpp>

namespace {

class Erm final : public unseen::Regularizer {
 public:
  explicit Erm(const unseen::Params&) {}

  unseen::StepReport accumulate(unseen::Step& step) override { return {{"loss", step.loss_and_gradients()}}; }
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Erm, "erm");
