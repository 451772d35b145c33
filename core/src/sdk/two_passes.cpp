#include <unseen/two_passes.hpp>

namespace unseen {

TwoPasses::TwoPasses(const Params& params)
    : bn_stats_{params.text("bn_stats", "clean", "passes that update BatchNorm's running statistics",
                            {"clean", "both", "last"})},
      shared_masks_{params.text("masks", "shared", "random masks of a further pass: the first one's, or new",
                                {"shared", "fresh"}) == "shared"} {}

TwoPasses::Pass TwoPasses::begin_first(Step& step) const {
  return {step.random_state(),
          bn_stats_ == "last" ? std::make_unique<BatchStatisticsHold>(step.model()) : nullptr};
}

TwoPasses::Pass TwoPasses::begin_further(Step& step, Pass before, bool last) const {
  before.hold.reset();  // two at once would give back each other's statistics
  if (shared_masks_) step.set_random_state(before.random);
  const auto updates = bn_stats_ == "both" || (bn_stats_ == "last" && last);
  if (!updates) before.hold = std::make_unique<BatchStatisticsHold>(step.model());
  return before;
}

}  // namespace unseen
