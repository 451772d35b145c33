#pragma once

#include <cstdint>
#include <limits>

namespace [[gnu::visibility("default")]] unseen {

/// A stream of random numbers that depends only on three keys, so that what it decides does not depend on
/// which worker asks, or when. SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): 64 bits of state, the same on
/// every machine, as are the distributions below (those of the standard library are not).
class Random {
 public:
  using result_type = std::uint64_t;

  Random(std::uint64_t seed, std::uint64_t epoch, std::uint64_t item);

  /// Inline, so that a loop over pixels can draw one for each.
  result_type operator()() {
    state_ += kGolden;
    return mixed(state_);
  }
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  double uniform();                                             ///< in [0, 1)
  double uniform(double least, double below);                   ///< in [least, below)
  std::int64_t integer(std::int64_t least, std::int64_t most);  ///< both inclusive, least <= most
  bool chance(double probability);
  double normal();  ///< mean 0, variance 1

 private:
  static constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;

  static constexpr std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace unseen
