#include "gauss_noise_levels.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace {

/// P(x < bound) of a normal x.
double share_below(double bound, double mean, double deviation) {
  return 0.5 * std::erfc((mean - bound) / (deviation * std::numbers::sqrt2));
}

}  // namespace

NoiseLevels::NoiseLevels(double mean, double deviation, Rounding rounding) {
  constexpr auto kReach = 6.5;  // deviations: beyond, less than 2^-33 remains
  const auto level = [](double x) { return static_cast<int>(std::clamp(std::floor(x), -255.0, 255.0)); };
  const auto down = rounding == Rounding::down;
  const auto middle = static_cast<int>(down ? std::floor(mean) : std::trunc(mean));
  least_ = level(mean - kReach * deviation);
  const auto most = std::max(least_, level(mean + kReach * deviation) + 1);
  for (int k = least_; k <= most; ++k) {
    const auto bound = down || k >= 0 ? k + 1 : k;
    const auto share = deviation > 0 ? share_below(bound, mean, deviation) : k >= middle ? 1.0 : 0.0;
    below_.push_back(static_cast<std::uint64_t>(std::llround(share * 0x1p32)));
  }
  below_.back() = std::uint64_t{1} << 32;
  std::uint16_t k = 0;
  for (std::size_t i = 0; i < first_.size(); ++i) {
    while (below_[k] <= (static_cast<std::uint64_t>(i) << kGuideShift)) ++k;
    first_[i] = k;
  }
}
