// Adds normal noise: GaussNoise of Albumentations.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <unseen/error.hpp>
#include <unseen/own_pixels.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "gauss_noise_levels.hpp"

namespace {

class GaussNoise final : public unseen::Augmentation {
 public:
  explicit GaussNoise(const unseen::Params& params)
      : p_{params.number("p", 0.5, "how often a group is changed", {0.0, 1.0})},
        variance_{
            params.interval("var_limit", unseen::Range{10, 50}, "variance, grey levels squared", {0, 65025})},
        mean_{params.number("mean", 0.0, "mean, grey levels", {-255, 255})},
        per_channel_{params.flag("per_channel", true, "false: a pixel's channels share one number")},
        newer_{params.text("release", "1.1.0",
                           "1.1.0: var_limit, sums rounded down; 2.0.8: std_range, noise rounded toward zero",
                           {"1.1.0", "2.0.8"}) == "2.0.8"},
        deviation_{params.interval("std_range", unseen::Range{0.2, 0.44}, "2.0.8: deviation, a share of 255",
                                   {0, 1})},
        means_{params.interval("mean_range", unseen::Range{0, 0}, "2.0.8: mean, a share of 255", {-1, 1})} {
    refuse(params, newer_ ? "var_limit" : "std_range");
    refuse(params, newer_ ? "mean" : "mean_range");
  }

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    if (!random.chance(p_)) return;
    const auto levels = newer_ ? drawn_by_deviation(random) : drawn_by_variance(random);
    const unseen::Random noise{random(), 0, 0};  // a copy for each sample, so that all get the same
    for (auto& sample : group) {
      const auto pixels = own_pixels(sample);
      per_channel_ ? add<1>(pixels, levels, noise) : add<3>(pixels, levels, noise);
    }
  }

 private:
  void refuse(const unseen::Params& params, const char* name) const {
    if (!params.has(name)) return;
    const std::string release = newer_ ? "2.0.8" : "1.1.0", other = newer_ ? "1.1.0" : "2.0.8";
    throw unseen::InputError{params.where(name) + ": release = \"" + release +
                             "\" does not know it; take it out, or set release = \"" + other + "\""};
  }

  NoiseLevels drawn_by_variance(unseen::Random& random) const {
    const auto variance = random.uniform(variance_.least, variance_.most);
    return {mean_, std::sqrt(variance), NoiseLevels::Rounding::down};
  }

  NoiseLevels drawn_by_deviation(unseen::Random& random) const {
    const auto deviation = random.uniform(deviation_.least, deviation_.most);
    const auto mean = random.uniform(means_.least, means_.most);
    return {255 * mean, 255 * deviation, NoiseLevels::Rounding::toward_zero};
  }

  static std::uint8_t clipped(int level) { return static_cast<std::uint8_t>(std::clamp(level, 0, 255)); }

  /// One number for each `channels` bytes.
  template <int channels>
  static void add(const unseen::Pixels& pixels, const NoiseLevels& levels, unseen::Random noise) {
    const auto count = static_cast<std::size_t>(3 * pixels.width / channels);
    std::vector<int> row(count + 1);  // two of each draw
    for (int y = 0; y < pixels.height; ++y) {
      for (std::size_t i = 0; i < count; i += 2) {
        const auto bits = noise();
        row[i] = levels(static_cast<std::uint32_t>(bits));
        row[i + 1] = levels(static_cast<std::uint32_t>(bits >> 32));
      }
      auto* out = pixels.row(y);
      for (std::size_t i = 0; i < count; ++i) {
        for (int c = 0; c < channels; ++c, ++out) *out = clipped(*out + row[i]);
      }
    }
  }

  double p_;
  unseen::Range variance_;
  double mean_;
  bool per_channel_, newer_;
  unseen::Range deviation_, means_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, GaussNoise, "gauss_noise");
