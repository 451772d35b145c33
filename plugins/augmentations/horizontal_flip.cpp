// Mirrors left and right, for every sample of the group alike.
#include <opencv2/core.hpp>

#include <unseen/augmentation.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

class HorizontalFlip final : public unseen::Augmentation {
 public:
  explicit HorizontalFlip(const unseen::Params& params)
      : p_{params.number("p", 0.5, "how often a group is mirrored", {0.0, 1.0})} {}

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    if (!random.chance(p_)) return;
    for (auto& sample : group) mirror(sample);
  }

 private:
  /// The crop stays a region of its surroundings where it was one. The order of landmarks is that of the
  /// unmirrored face: whoever needs left and right exchanged knows the scheme of its points.
  static void mirror(unseen::Sample& sample) {
    const auto shares = !sample.outer.empty() && sample.image.datastart == sample.outer.datastart;
    cv::Mat outer;
    if (!sample.outer.empty()) cv::flip(sample.outer, outer, 1);
    sample.box.x = sample.outer.cols - sample.box.x - sample.box.width;
    sample.face.x = static_cast<float>(sample.outer.cols) - sample.face.x - sample.face.width;
    if (shares) {
      sample.image = outer(sample.box);
    } else {
      cv::Mat image;
      cv::flip(sample.image, image, 1);
      sample.image = image;
    }
    if (sample.landmarks) {
      for (auto& point : *sample.landmarks) point.x = static_cast<float>(sample.outer.cols) - point.x;
    }
    sample.outer = outer;
  }

  double p_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, HorizontalFlip, "horizontal_flip");
