// v (1 + contrast) + brightness: RandomBrightnessContrast of Albumentations, whose releases agree in it.
#include <algorithm>

#include <opencv2/core.hpp>

#include <unseen/own_pixels.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

class RandomBrightnessContrast final : public unseen::Augmentation {
 public:
  explicit RandomBrightnessContrast(const unseen::Params& params)
      : p_{params.number("p", 0.5, "how often a group is changed", {0.0, 1.0})},
        brightness_{params.interval("brightness_limit", unseen::Range{-0.2, 0.2},
                                    "what is added, as a share of 255 or of the mean", {-10, 10})},
        contrast_{params.interval("contrast_limit", unseen::Range{-0.2, 0.2},
                                  "by how much of itself a level grows", {-10, 10})},
        by_max_{params.flag("brightness_by_max", true,
                            "true: brightness is a share of 255; false: of each picture's own mean")},
        safe_{params.flag("ensure_safe_range", false,
                          "true: both are cut down until no level leaves 0 to 255 (Albumentations 2.0.8)")} {}

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    if (!random.chance(p_)) return;
    const auto contrast = random.uniform(contrast_.least, contrast_.most);
    const auto brightness = random.uniform(brightness_.least, brightness_.most);
    for (auto& sample : group) {
      auto scale = 1 + contrast, offset = brightness * (by_max_ ? 255 : mean_of(sample.image));
      if (safe_) make_safe(scale, offset);
      scale_levels(own_pixels(sample), static_cast<float>(scale), static_cast<float>(offset));
    }
  }

 private:
  static double mean_of(const cv::Mat& image) {
    const auto mean = cv::mean(image);
    return (mean[0] + mean[1] + mean[2]) / 3;
  }

  /// First the offset, then what it leaves for the scale.
  static void make_safe(double& scale, double& offset) {
    if (scale > 0) {
      offset = std::clamp(offset, 0.0, 255.0);
      scale = std::min(scale, (255 - offset) / 255);
    } else {
      offset = std::min(offset, 255.0);
      scale = std::max(scale, -offset / 255);
    }
  }

  double p_;
  unseen::Range brightness_, contrast_;
  bool by_max_, safe_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, RandomBrightnessContrast, "random_brightness_contrast");
