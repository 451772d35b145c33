#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace unseen {

/// AUCs of one set of scores under many resamplings: sorted once, then one walk for each.
class CountedAuc {
 public:
  /// InputError with one class only.
  CountedAuc(std::span<const double> scores, std::span<const int> labels);

  /// The AUC where video i stands counts[i] times, exactly auc() of the videos so repeated. Both classes must
  /// be there.
  double operator()(std::span<const std::uint32_t> counts) const;

 private:
  struct Place {
    std::uint32_t video;
    bool is_fake;
    bool ends_tie;  ///< the next score is higher
  };
  std::vector<Place> ascending_;
};

}  // namespace unseen
