#pragma once

#include <array>
#include <cstdint>
#include <vector>

/// A normal variable in whole grey levels, which is all that a picture of bytes shows of it: the sum of a
/// byte and the variable, rounded, is the byte plus the variable rounded. Every level has its exact
/// probability, to 2^-32; levels beyond 255 count as 255.
class NoiseLevels {
 public:
  enum class Rounding { down, toward_zero };

  NoiseLevels(double mean, double deviation, Rounding rounding);

  /// The level at which the distribution function reaches uniform / 2^32.
  int operator()(std::uint32_t uniform) const {
    auto k = first_[uniform >> kGuideShift];
    while (uniform >= below_[k]) ++k;
    return least_ + k;
  }

 private:
  static constexpr int kGuideBits = 12, kGuideShift = 32 - kGuideBits;

  int least_;
  std::vector<std::uint64_t> below_;                    ///< by level, the distribution function times 2^32
  std::array<std::uint16_t, 1 << kGuideBits> first_{};  ///< where to start, by the first bits of `uniform`
};
