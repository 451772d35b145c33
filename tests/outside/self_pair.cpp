// Turns one real picture into a (real, fake) pair, the fake with a blurred middle: what self-blending needs
// of the SDK.
#include <opencv2/imgproc.hpp>

#include <unseen/augmentation.hpp>

namespace {

class SelfPair final : public unseen::Augmentation {
 public:
  explicit SelfPair(const unseen::Params& params)
      : most_{static_cast<int>(params.integer("most", 3, "largest half width of the blur", {1, 20}))} {}

  unseen::AugmentationTraits traits() const override { return {2, false}; }

  void apply(unseen::Group& group, unseen::Random& random, unseen::Phase) const override {
    unseen::Group pairs;
    for (auto& sample : group) {
      auto fake = sample;
      fake.label = 1;
      fake.image = sample.image.clone();
      const cv::Rect middle{fake.image.cols / 4, fake.image.rows / 4, fake.image.cols / 2,
                            fake.image.rows / 2};
      const auto width = 2 * static_cast<int>(random.integer(1, most_)) + 1;
      cv::blur(fake.image(middle).clone(), fake.image(middle), {width, width});
      pairs.push_back(std::move(sample));
      pairs.push_back(std::move(fake));
    }
    group = std::move(pairs);
  }

 private:
  int most_;
};

}  // namespace

UNSEEN_PLUGIN(Augmentation, SelfPair, "self_pair");
