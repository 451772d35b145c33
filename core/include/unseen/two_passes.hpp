#pragma once

#include <memory>
#include <string>

#include <unseen/params.hpp>
#include <unseen/regularizer.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// How a rule's first pass, on the clean network, and its further ones treat what all of them meet:
/// BatchNorm's running statistics and random masks. By default the first alone updates the statistics and the
/// masks are the same, as in the JAX authors' SAM and GNP: otherwise a further gradient is that of another
/// function.
class TwoPasses {
 public:
  /// A pass, until it ends or the next takes its place.
  struct Pass {
    RandomState random;                                   ///< that the first pass started from
    std::unique_ptr<BatchStatisticsHold> hold = nullptr;  ///< null where it updates the running statistics
  };

  /// Reads `bn_stats` and `masks`.
  explicit TwoPasses(const Params& params);

  /// Whether activations of the first pass may stand for the same ones of a further pass.
  bool may_share_activations() const { return bn_stats_ != "both" && shared_masks_; }

  Pass begin_first(Step& step) const;
  /// `before`: the pass that ends with this call, or the random state of the first one alone; `last`: no pass
  /// follows.
  Pass begin_further(Step& step, Pass before, bool last = true) const;

 private:
  std::string bn_stats_;
  bool shared_masks_;
};

}  // namespace unseen
