#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/operating_points.hpp"

namespace unseen {

/// Operating points of one set of scores under many resamplings: sorted once, then one walk for each.
class CountedPoints {
 public:
  /// Errors as count_classes().
  CountedPoints(std::span<const double> scores, std::span<const int> labels);

  /// Where video i stands counts[i] times: exactly operating_points() of the videos so repeated.
  std::vector<OperatingPoint> operator()(std::span<const std::uint32_t> counts) const;

 private:
  struct Place {
    double score;
    std::uint32_t video;
    bool is_fake;
  };
  std::vector<Place> descending_;
};

}  // namespace unseen
