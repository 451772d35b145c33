// That draws fill the ranges asked for, seen from what they do to flat pictures.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>

#include <opencv2/imgproc.hpp>

#include "augmentations/pictures.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

constexpr int kItems = 4000;

cv::Mat flat(const cv::Vec3b& colour, int side = 1) { return {side, side, CV_8UC3, cv::Scalar{colour}}; }

cv::Vec3i change_of(const Augmentation& augmentation, const cv::Vec3b& colour, std::uint64_t item) {
  const cv::Vec3i after = changed(augmentation, flat(colour), item).at<cv::Vec3b>(0);
  return after - cv::Vec3i{colour};
}

/// How often each change of one channel was drawn.
using Counts = std::map<int, int>;

std::array<Counts, 3> counts_of(const Augmentation& augmentation, const cv::Vec3b& colour) {
  std::array<Counts, 3> counts;
  for (std::uint64_t item = 0; item < kItems; ++item) {
    const auto change = change_of(augmentation, colour, item);
    for (int c = 0; c < 3; ++c) ++counts.at(static_cast<std::size_t>(c))[change[c]];
  }
  return counts;
}

void expect_even(const Counts& counts, int least, int most) {
  EXPECT_EQ(counts.begin()->first, least);
  EXPECT_EQ(counts.rbegin()->first, most);
  const auto share = 1.0 * kItems / (most - least + 1);
  for (int k = least; k <= most; ++k) {
    EXPECT_NEAR(counts.contains(k) ? counts.at(k) : 0, share, 6 * std::sqrt(share)) << k;
  }
}

TEST(RgbShift, DrawsEachChannelEvenlyFromItsLimit) {
  const auto shift = make_augmentation(
      "rgb_shift", R"({"p": 1, "r_shift_limit": [-20, 10], "g_shift_limit": 5, "b_shift_limit": [7, 7]})");
  const auto counts = counts_of(*shift, {100, 100, 100});
  expect_even(counts[0], -20, 9);
  expect_even(counts[1], -5, 4);
  expect_even(counts[2], 7, 7);
}

TEST(RgbShift, RoundsTowardZeroAndTakesSharesOf255AsRelease208Does) {
  const auto shift = make_augmentation("rgb_shift", R"({"p": 1, "release": "2.0.8", "r_shift_limit": [-3, 3],
                                                        "g_shift_limit": 0.02, "b_shift_limit": 1})");
  const auto counts = counts_of(*shift, {100, 100, 100});
  EXPECT_NEAR(counts[0].at(0), kItems / 3.0, 150);  // -1 to 1
  EXPECT_NEAR(counts[0].at(-2), kItems / 6.0, 120);
  EXPECT_EQ(counts[1].rbegin()->first, 5);  // 5.1
  EXPECT_EQ(counts[2].begin()->first, -100);
}

TEST(RgbShift, DrawsChannelsApart) {
  const auto shift = make_augmentation("rgb_shift", R"({"p": 1})");
  int equal = 0;
  for (std::uint64_t item = 0; item < kItems; ++item) {
    const auto change = change_of(*shift, {100, 100, 100}, item);
    equal += change[0] == change[1] ? 1 : 0;
  }
  EXPECT_NEAR(equal, kItems / 40.0, 60);
}

TEST(HueSaturationValue, DrawsValuesFromTheLimit) {
  const auto value = make_augmentation(
      "hue_saturation_value",
      R"({"p": 1, "hue_shift_limit": 0, "sat_shift_limit": 0, "val_shift_limit": [-20, 10]})");
  const auto counts = counts_of(*value, {100, 100, 100})[0];
  EXPECT_NEAR(counts.begin()->first, -20, 1);
  EXPECT_NEAR(counts.rbegin()->first, 9, 1);
}

TEST(HueSaturationValue, TakesAThirdForNextToNothingUnlessAskedForFractions) {
  const auto limits = R"("hue_shift_limit": 0.3, "sat_shift_limit": 0.3, "val_shift_limit": 0.3)";
  const auto faithful = make_augmentation("hue_saturation_value", fmt::format("{{\"p\": 1, {}}}", limits));
  const auto as_fraction = make_augmentation(
      "hue_saturation_value", fmt::format("{{\"p\": 1, \"limits\": \"as_fraction\", {}}}", limits));
  for (const auto& counts : counts_of(*faithful, {90, 100, 170})) {
    EXPECT_GE(counts.begin()->first, -4);
    EXPECT_LE(counts.rbegin()->first, 4);
  }
  const auto counts = counts_of(*as_fraction, {100, 100, 100});
  int largest = -255;  // of the channel that is the value
  for (const auto& each : counts) largest = std::max(largest, each.rbegin()->first);
  EXPECT_NEAR(largest, 0.3 * 255, 2);
}

TEST(RandomBrightnessContrast, DrawsScaleAndOffsetFromTheirLimits) {
  const auto change =
      make_augmentation("random_brightness_contrast",
                        R"({"p": 1, "brightness_limit": [-0.1, 0.2], "contrast_limit": [0.1, 0.3]})");
  double least_scale = 9, most_scale = -9, least_offset = 999, most_offset = -999;
  cv::Mat levels = (cv::Mat_<cv::Vec3b>(1, 2) << cv::Vec3b::all(50), cv::Vec3b::all(140));
  for (std::uint64_t item = 0; item < kItems; ++item) {
    const auto after = changed(*change, levels, item);
    const auto scale = (after.at<cv::Vec3b>(1)[0] - after.at<cv::Vec3b>(0)[0]) / 90.0;
    const auto offset = after.at<cv::Vec3b>(0)[0] - scale * 50;
    least_scale = std::min(least_scale, scale);
    most_scale = std::max(most_scale, scale);
    least_offset = std::min(least_offset, offset);
    most_offset = std::max(most_offset, offset);
  }
  EXPECT_NEAR(least_scale, 1.1, 0.015);
  EXPECT_NEAR(most_scale, 1.3, 0.015);
  EXPECT_NEAR(least_offset, -25.5, 1.6);
  EXPECT_NEAR(most_offset, 51, 1.6);
}

TEST(ImageCompression, DrawsEveryQualityBothEndsIncluded) {
  const auto picture = drawn_picture(24, 16, 8);
  std::vector<cv::Mat> by_quality;
  for (int quality = 50; quality <= 54; ++quality) {
    const auto params = fmt::format(R"({{"p": 1, "quality_lower": {0}, "quality_upper": {0}}})", quality);
    by_quality.push_back(changed(*make_augmentation("image_compression", params), picture));
  }
  const auto any =
      make_augmentation("image_compression", R"({"p": 1, "quality_lower": 51, "quality_upper": 53})");
  std::array<int, 5> counts{};
  for (std::uint64_t item = 0; item < 600; ++item) {
    const auto found = changed(*any, picture, item);
    for (std::size_t k = 0; k < counts.size(); ++k)
      counts.at(k) += difference(found, by_quality[k]) == 0 ? 1 : 0;
  }
  EXPECT_EQ(counts[0] + counts[4], 0);
  for (const auto k : {1, 2, 3}) EXPECT_NEAR(counts.at(static_cast<std::size_t>(k)), 200, 70);
}

}  // namespace
}  // namespace unseen
