// Shifts hue, saturation and value: HueSaturationValue of Albumentations.
//
// A shift changes a picture of bytes by whole numbers only. Limits of 0.3, which SBI's authors give
// (Shiohara, Yamasaki, CVPR 2022), so come to nothing for a positive draw and to -1 for a negative one;
// `limits = "as_fraction"` reads them as Albumentations does for pictures of floats: degrees of hue, and
// shares of saturation and value.
#include <cmath>
#include <string>

#include <unseen/own_pixels.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

class HueSaturationValue final : public unseen::Augmentation {
 public:
  explicit HueSaturationValue(const unseen::Params& params)
      : p_{params.number("p", 0.5, "how often a group is changed", {0.0, 1.0})},
        as_fraction_{
            params.text("limits", "faithful",
                        "faithful: steps, as in Albumentations; as_fraction: degrees, and shares of 255",
                        {"faithful", "as_fraction"}) == "as_fraction"},
        hue_{limit(params, "hue_shift_limit", 20, 180, 180,
                   "what is added to the hue, in steps of 2 degrees")},
        saturation_{limit(params, "sat_shift_limit", 30, 255, 1, "what is added to the saturation, of 255")},
        value_{limit(params, "val_shift_limit", 20, 255, 1, "what is added to the value, of 255")},
        newer_{params.text("release", "1.1.0",
                           "1.1.0: shifts are rounded down; 2.0.8: saturation and value toward zero, and "
                           "grey stays grey",
                           {"1.1.0", "2.0.8"}) == "2.0.8"} {}

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    if (!random.chance(p_)) return;
    const auto hue = drawn(hue_, 0.5, random);
    const auto saturation = drawn(saturation_, 255, random);
    const auto value = drawn(value_, 255, random);
    // Where nothing is to change, the way to HSV and back would still cost levels.
    if (hue == 0 && saturation == 0 && value == 0) return;
    const unseen::HsvShift shift{as_fraction_ ? nearest(hue) : below(hue), whole(saturation), whole(value),
                                 newer_};
    for (auto& sample : group) shift_hsv(own_pixels(sample), shift);
  }

 private:
  unseen::Range limit(const unseen::Params& params, const char* name, double usual, double most,
                      double most_as_fraction, const char* description) const {
    if (as_fraction_) return params.interval(name, {}, description, {-most_as_fraction, most_as_fraction});
    return params.interval(name, unseen::Range{-usual, usual}, description, {-most, most});
  }

  double drawn(const unseen::Range& limit, double steps, unseen::Random& random) const {
    return random.uniform(limit.least, limit.most) * (as_fraction_ ? steps : 1);
  }

  static int nearest(double shift) { return static_cast<int>(std::lround(shift)); }
  static int below(double shift) { return static_cast<int>(std::floor(shift)); }

  int whole(double shift) const {
    if (as_fraction_) return nearest(shift);
    return newer_ ? static_cast<int>(shift) : below(shift);
  }

  double p_;
  bool as_fraction_;
  unseen::Range hue_, saturation_, value_;
  bool newer_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, HueSaturationValue, "hue_saturation_value");
