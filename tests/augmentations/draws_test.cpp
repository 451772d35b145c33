// What holds of every augmentation that draws: when it acts, on what, and from where its numbers come.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "augmentations/pictures.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

struct Drawing {
  std::string plugin, params;  ///< params: of a change that shows, without p

  std::unique_ptr<Augmentation> made(double p) const {
    return make_augmentation(plugin, fmt::format("{{\"p\": {}{}{}}}", p, params.empty() ? "" : ", ", params));
  }
};

void PrintTo(const Drawing& drawing, std::ostream* out) { *out << drawing.plugin << " " << drawing.params; }

class Draws : public testing::TestWithParam<Drawing> {
 protected:
  const std::unique_ptr<Augmentation> always_ = GetParam().made(1);
  const cv::Mat picture_ = drawn_picture(41, 33, 2);
};

TEST_P(Draws, AreTheSameForEverySampleOfAGroup) {
  for (std::uint64_t item = 0; item < 20; ++item) {
    Group group{sample_of(picture_), sample_of(picture_.clone()), sample_of(picture_)};
    Random random{4, 2, item};
    always_->apply(group, random, Phase::train);
    EXPECT_EQ(difference(group[0].image, group[1].image), 0);
    EXPECT_EQ(difference(group[0].image, group[2].image), 0);
    EXPECT_GT(difference(group[0].image, picture_), 0) << "item " << item << " was left as it was";
  }
}

TEST_P(Draws, DependOnTheItemAlone) {
  std::set<std::vector<unsigned char>> all;
  for (std::uint64_t item = 0; item < 20; ++item) {
    const auto once = changed(*always_, picture_, item), again = changed(*GetParam().made(1), picture_, item);
    EXPECT_EQ(difference(once, again), 0);
    all.insert({once.datastart, once.dataend});
  }
  EXPECT_GE(all.size(), 15U);
}

TEST_P(Draws, LeaveThePixelsOfOthersAlone) {
  const auto before = picture_.clone();
  Sample sample = sample_of(picture_);
  sample.box = {5, 3, 30, 21};
  sample.image = sample.outer(sample.box);
  const auto in_region = sample.image.clone();
  Group group{sample, sample};
  Random random{1, 0, 0};
  always_->apply(group, random, Phase::train);
  EXPECT_EQ(difference(picture_, before), 0);
  EXPECT_EQ(difference(group[0].outer, before), 0);
  EXPECT_EQ(group[0].image.size(), sample.box.size());
  EXPECT_EQ(difference(group[0].image, changed(*always_, in_region)), 0) << "a region counts as a picture";
}

TEST_P(Draws, CopyNoPixelsThatAreTheSamplesOwn) {
  if (GetParam().params.find("webp") != std::string::npos)
    GTEST_SKIP() << "its decoder makes a picture of its own";
  Group group(1);
  group[0].image = picture_.clone();
  const auto* place = group[0].image.data;
  Random random{1, 0, 0};
  always_->apply(group, random, Phase::train);
  EXPECT_EQ(group[0].image.data, place);
}

TEST_P(Draws, LeaveAPictureWhereMemoryIsLent) {
  auto lent = picture_.clone();
  Group group(1);
  group[0].image = cv::Mat(lent.size(), lent.type(), lent.data);  // as a header of somebody's buffer
  Random random{1, 0, 0};
  always_->apply(group, random, Phase::train);
  EXPECT_EQ(difference(lent, picture_), 0);
}

TEST_P(Draws, ActAsOftenAsAsked) {
  const auto never = GetParam().made(0), sometimes = GetParam().made(0.3);
  int count = 0;
  for (std::uint64_t item = 0; item < 1000; ++item) {
    const auto small = picture_(cv::Rect{0, 0, 8, 8});
    EXPECT_EQ(changed(*never, small, item).data, small.data);
    count += changed(*sometimes, small, item).data != small.data ? 1 : 0;
  }
  EXPECT_NEAR(count, 300, 75);
}

INSTANTIATE_TEST_SUITE_P(
    Augmentations, Draws,
    testing::Values(Drawing{"rgb_shift", ""}, Drawing{"rgb_shift", R"("release": "2.0.8")"},
                    Drawing{"hue_saturation_value", ""},
                    Drawing{"hue_saturation_value", R"("release": "2.0.8", "limits": "as_fraction",
                            "hue_shift_limit": 0.3, "sat_shift_limit": 0.3, "val_shift_limit": 0.3)"},
                    Drawing{"random_brightness_contrast", ""},
                    Drawing{"random_brightness_contrast", R"("brightness_by_max": false)"},
                    Drawing{"random_brightness_contrast",
                            R"("ensure_safe_range": true, "brightness_limit": [0.05, 0.2])"},
                    Drawing{"image_compression", R"("quality_lower": 40)"},
                    Drawing{"image_compression", R"("quality_lower": 40, "compression_type": "webp")"},
                    Drawing{"gauss_noise", ""}, Drawing{"gauss_noise", R"("per_channel": false)"},
                    Drawing{"gauss_noise", R"("release": "2.0.8")"}),
    [](const auto& info) { return fmt::format("{}_{}", info.param.plugin, info.index); });

}  // namespace
}  // namespace unseen
