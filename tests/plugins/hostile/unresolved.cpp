// Calls a function that nobody defines: found out when it is opened, not in the middle of a training.
#include <unseen/regularizer.hpp>

namespace nowhere {
double missing_function(int);
}

namespace {

class Rule final : public unseen::Regularizer {
 public:
  explicit Rule(const unseen::Params&) {}
  unseen::StepReport accumulate(unseen::Step& step) override {
    return {{"loss", step.loss_and_gradients() * nowhere::missing_function(1)}};
  }
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Rule, "unresolved");
