// A good plugin in a file of another name.
#include <unseen/regularizer.hpp>

namespace {

class Rule final : public unseen::Regularizer {
 public:
  explicit Rule(const unseen::Params& params) : rho_{params.number("rho", 0.05, "radius")} {}
  unseen::StepReport accumulate(unseen::Step& step) override {
    return {{"loss", step.loss_and_gradients() * rho_}};
  }

 private:
  double rho_;
};

}  // namespace

UNSEEN_PLUGIN(Regularizer, Rule, "right_name");
