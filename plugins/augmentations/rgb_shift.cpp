// Adds a number to each channel: RGBShift of Albumentations.
#include <array>
#include <cmath>
#include <string>

#include <unseen/own_pixels.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

class RgbShift final : public unseen::Augmentation {
 public:
  explicit RgbShift(const unseen::Params& params)
      : p_{params.number("p", 0.5, "how often a group is changed", {0.0, 1.0})},
        limits_{limit(params, "r", "red"), limit(params, "g", "green"), limit(params, "b", "blue")},
        release_{params.text(
            "release", "1.1.0",
            "1.1.0: shifts are rounded down; 2.0.8: toward zero, and limits within 1 are shares of 255",
            {"1.1.0", "2.0.8"})} {}

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    if (!random.chance(p_)) return;
    std::array<int, 3> shift{};
    for (std::size_t c = 0; c < shift.size(); ++c) shift[c] = drawn(limits_[c], random);
    for (auto& sample : group) shift_channels(own_pixels(sample), shift);
  }

 private:
  static unseen::Range limit(const unseen::Params& params, const std::string& letter,
                             const std::string& name) {
    return params.interval(letter + "_shift_limit", unseen::Range{-20, 20},
                           "what is added to " + name + ", grey levels", {-255, 255});
  }

  int drawn(const unseen::Range& limit, unseen::Random& random) const {
    const auto level = random.uniform(limit.least, limit.most);
    if (release_ == "1.1.0") return static_cast<int>(std::floor(level));
    const auto is_share = std::abs(limit.least) <= 1 && std::abs(limit.most) <= 1;
    return static_cast<int>(is_share ? 255 * level : level);
  }

  double p_;
  std::array<unseen::Range, 3> limits_;
  std::string release_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, RgbShift, "rgb_shift");
