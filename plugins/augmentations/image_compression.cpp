// What a compressed file keeps of a picture: ImageCompression of Albumentations.
//
// Albumentations hands its RGB picture to an encoder that takes it for BGR, so that red has blue's small
// share of the luma, and blue red's. That is kept: it is what others trained with.
#include <cstdint>
#include <vector>

#include <opencv2/imgcodecs.hpp>

#include <unseen/error.hpp>
#include <unseen/own_pixels.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

class ImageCompression final : public unseen::Augmentation {
 public:
  explicit ImageCompression(const unseen::Params& params)
      : p_{params.number("p", 0.5, "how often a group is changed", {0.0, 1.0})},
        lower_{params.integer("quality_lower", 99, "the least quality", {0, 100})},
        upper_{params.integer("quality_upper", 100, "the highest quality", {0, 100})},
        is_webp_{params.text("compression_type", "jpeg", "format of the file", {"jpeg", "webp"}) == "webp"} {
    if (lower_ > upper_) {
      throw unseen::InputError{params.where(params.has("quality_upper") ? "quality_upper" : "quality_lower") +
                               ": quality_lower, " + std::to_string(lower_) + ", is above quality_upper, " +
                               std::to_string(upper_)};
    }
    if (is_webp_ && lower_ == 0) {
      throw unseen::InputError{params.where("quality_lower") + ": WebP's least quality is 1, found 0"};
    }
  }

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    if (!random.chance(p_)) return;
    const auto quality = static_cast<int>(random.integer(lower_, upper_));
    for (auto& sample : group) {
      if (is_webp_) {
        sample.image = webp_round_trip(sample.image, quality);
      } else {
        jpeg_round_trip(own_pixels(sample), quality);
      }
    }
  }

 private:
  static cv::Mat webp_round_trip(const cv::Mat& image, int quality) {
    std::vector<std::uint8_t> file;
    cv::imencode(".webp", image, file, {cv::IMWRITE_WEBP_QUALITY, quality});
    return cv::imdecode(file, cv::IMREAD_COLOR);
  }

  double p_;
  std::int64_t lower_, upper_;
  bool is_webp_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, ImageCompression, "image_compression");
