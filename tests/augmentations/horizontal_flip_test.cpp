#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "support/input_error.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

/// A crop of 4x2 in surroundings of 8x4; the red channel counts columns.
Sample counted_columns() {
  Sample sample;
  sample.outer.create(4, 8, CV_8UC3);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 8; ++x) sample.outer.at<cv::Vec3b>(y, x) = {static_cast<unsigned char>(x), 0, 0};
  }
  sample.box = {1, 1, 4, 2};
  sample.image = sample.outer(sample.box);
  sample.face = {1.5F, 1.0F, 3.0F, 2.0F};
  sample.landmarks = {{2.0F, 1.5F}};
  return sample;
}

Group flipped(const std::string& params, std::uint64_t item) {
  const auto flip = make_augmentation("horizontal_flip", params);
  Group group{counted_columns(), counted_columns()};
  Random random{7, 1, item};
  flip->apply(group, random, Phase::train);
  return group;
}

bool is_flipped(const Sample& sample) { return sample.box.x != 1; }

TEST(HorizontalFlip, MirrorsCropSurroundingsBoxAndLandmarks) {
  const auto sample = flipped(R"({"p":1.0})", 0)[0];
  EXPECT_EQ(sample.box, cv::Rect(3, 1, 4, 2));
  EXPECT_EQ(sample.outer.at<cv::Vec3b>(0, 0)[0], 7);
  for (int x = 0; x < 4; ++x) EXPECT_EQ(sample.image.at<cv::Vec3b>(1, x)[0], 4 - x);
  EXPECT_EQ(sample.image.datastart, sample.outer.datastart)
      << "the crop is no longer a region of its surroundings";
  EXPECT_FLOAT_EQ(sample.landmarks->front().x, 6.0F);
  EXPECT_EQ(sample.face, cv::Rect2f(3.5F, 1.0F, 3.0F, 2.0F));
}

TEST(HorizontalFlip, MirrorsACropThatSomebodyReplaced) {
  const auto flip = make_augmentation("horizontal_flip", R"({"p":1.0})");
  Group group{counted_columns()};
  group[0].image = group[0].image.clone();
  Random random{0, 0, 0};
  flip->apply(group, random, Phase::train);
  for (int x = 0; x < 4; ++x) EXPECT_EQ(group[0].image.at<cv::Vec3b>(0, x)[0], 4 - x);
}

TEST(HorizontalFlip, LeavesTheOriginalPixelsOfOthersAlone) {
  const auto flip = make_augmentation("horizontal_flip", R"({"p":1.0})");
  const auto original = counted_columns();
  Group group{original};
  Random random{0, 0, 0};
  flip->apply(group, random, Phase::train);
  EXPECT_EQ(original.outer.at<cv::Vec3b>(0, 0)[0], 0);
}

TEST(HorizontalFlip, TreatsAGroupAlikeAndDrawsByItem) {
  int count = 0;
  for (std::uint64_t item = 0; item < 400; ++item) {
    const auto group = flipped("{}", item);
    EXPECT_EQ(is_flipped(group[0]), is_flipped(group[1]));
    EXPECT_EQ(is_flipped(group[0]), is_flipped(flipped("{}", item)[0])) << "the draw is not the item's own";
    count += is_flipped(group[0]) ? 1 : 0;
  }
  EXPECT_GT(count, 140);
  EXPECT_LT(count, 260);
}

TEST(HorizontalFlip, NeverMirrorsAtZeroAndRefusesMoreThanOne) {
  for (std::uint64_t item = 0; item < 50; ++item) EXPECT_FALSE(is_flipped(flipped(R"({"p":0.0})", item)[0]));
  EXPECT_TRUE(contains(input_error_of([] { make_augmentation("horizontal_flip", R"({"p":1.5})"); }), "p"));
}

}  // namespace
}  // namespace unseen
