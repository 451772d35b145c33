// A data set that is drawn: noise with stripes, broad ones in real pictures and narrow ones in fake ones.
#include <unseen/dataset.hpp>
#include <unseen/random.hpp>

namespace {

class Stripes final : public unseen::Dataset {
 public:
  explicit Stripes(const unseen::Params& params)
      : real_only_{params.flag("real_only", false, "leave the fakes to an augmentation")} {}

  bool needs_root() const override { return false; }

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest manifest;
    for (int i = 0; i < 12; ++i) {
      for (int label = 0; label <= (real_only_ ? 0 : 1); ++label) {
        unseen::Video video;
        video.id = split + "/" + std::to_string(i) + (label == 0 ? "/broad" : "/narrow");
        video.label = label;
        video.method = label == 0 ? "real" : "narrow";
        video.split = split;
        video.path = video.id;
        video.frames = 2;
        manifest.videos.push_back(std::move(video));
      }
    }
    return manifest;
  }

  cv::Mat read(const unseen::Video& video, std::int64_t frame) const override {
    unseen::Random random{std::hash<std::string>{}(video.id), 0, static_cast<std::uint64_t>(frame)};
    cv::Mat picture(32, 32, CV_8UC3);
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 32; ++x) {
        const auto bright = x / (video.label == 0 ? 8 : 2) % 2 == 0 ? 150 : 60;
        const auto value = static_cast<std::uint8_t>(bright + random.integer(-20, 20));
        picture.at<cv::Vec3b>(y, x) = {value, value, value};
      }
    }
    return picture;
  }

 private:
  bool real_only_;
};

}  // namespace

UNSEEN_PLUGIN(Dataset, Stripes, "stripes");
