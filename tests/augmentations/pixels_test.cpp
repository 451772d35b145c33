#include <unseen/pixels.hpp>

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "augmentations/pictures.hpp"

namespace unseen {
namespace {

Pixels pixels_of(const cv::Mat& picture) {
  return {picture.data, static_cast<std::ptrdiff_t>(picture.step[0]), picture.cols, picture.rows};
}

/// All 2^24 colours; rows of whole vectors.
cv::Mat every_colour() {
  cv::Mat all(4096, 4096, CV_8UC3);
  std::uint32_t colour = 0;
  for (auto* at = all.data; at != all.dataend; at += 3, ++colour) {
    for (int c = 0; c < 3; ++c) at[c] = static_cast<unsigned char>(colour >> (8 * c));
  }
  return all;
}

cv::Mat file_round_trip(const cv::Mat& picture, int quality) {
  std::vector<unsigned char> file;
  cv::imencode(".jpg", picture, file, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(file, cv::IMREAD_COLOR);
}

TEST(JpegRoundTrip, EqualsEncoderAndDecoderBitForBit) {
  for (int i = 0; i < 1010; ++i) {
    const auto quality = i % 101;
    Random random{3, 0, static_cast<std::uint64_t>(i)};
    auto picture =
        drawn_picture(static_cast<int>(random.integer(1, 150)), static_cast<int>(random.integer(1, 70)), i);
    if (i % 3 == 0) cv::GaussianBlur(picture, picture, {5, 5}, 0);
    if (i % 7 == 0) picture = picture > 128;  // the steepest edges
    const auto wanted = file_round_trip(picture, quality);
    jpeg_round_trip(pixels_of(picture), quality);
    ASSERT_EQ(difference(picture, wanted), 0)
        << picture.cols << "x" << picture.rows << ", quality " << quality;
  }
}

TEST(JpegRoundTrip, KnowsTheSmallestPictures) {
  for (int width = 1; width <= 18; ++width) {
    for (int height = 1; height <= 18; ++height) {
      const auto picture = drawn_picture(width, height, 5);
      const auto wanted = file_round_trip(picture, 60);
      jpeg_round_trip(pixels_of(picture), 60);
      ASSERT_EQ(difference(picture, wanted), 0) << width << "x" << height;
    }
  }
}

TEST(JpegRoundTrip, LeavesWhatLiesAroundARegion) {
  const auto picture = drawn_picture(80, 60, 1);
  const auto before = picture.clone();
  const cv::Rect box{11, 7, 43, 29};
  jpeg_round_trip(pixels_of(picture(box)), 20);
  EXPECT_EQ(difference(picture(box), file_round_trip(before(box), 20)), 0);
  picture(box).copyTo(before(box));
  EXPECT_EQ(difference(picture, before), 0);
}

TEST(ShiftHsv, EqualsOpenCvForEveryColour) {
  auto ours = every_colour();
  cv::Mat wanted;
  cv::cvtColor(ours, wanted, cv::COLOR_RGB2HSV);
  cv::Mat turned(1, 256, CV_8UC3);
  for (int v = 0; v < 256; ++v) {
    turned.at<cv::Vec3b>(v) = {static_cast<unsigned char>((v + 168) % 180),
                               cv::saturate_cast<unsigned char>(v + 5),
                               cv::saturate_cast<unsigned char>(v - 9)};
  }
  cv::LUT(wanted, turned, wanted);
  cv::cvtColor(wanted, wanted, cv::COLOR_HSV2RGB);
  shift_hsv(pixels_of(ours), {-12, 5, -9});
  EXPECT_LE(difference(ours, wanted), opencv_hsv_error());
}

TEST(ShiftHsv, GivesAColourTheSameResultWhereverItStands) {
  const auto picture = drawn_picture(131, 3, 9);
  auto turned = picture.clone();
  shift_hsv(pixels_of(turned), {40, -20, 30});
  for (int x = 0; x < picture.cols; ++x) {
    auto alone = picture.col(x).clone();
    shift_hsv(pixels_of(alone), {40, -20, 30});
    EXPECT_EQ(difference(turned.col(x), alone), 0) << x;
  }
}

TEST(ShiftHsv, KeepsGreyGreyWhereAsked) {
  cv::Mat grey(1, 256, CV_8UC3);
  for (int v = 0; v < 256; ++v) grey.at<cv::Vec3b>(v) = cv::Vec3b::all(static_cast<unsigned char>(v));
  auto coloured = grey.clone(), kept = grey.clone();
  shift_hsv(pixels_of(coloured), {0, 40, 0});
  shift_hsv(pixels_of(kept), {0, 40, 0, true});
  EXPECT_GT(difference(coloured, grey), 20);
  EXPECT_LE(difference(kept, grey), 1);  // v / 255 * 255 may fall short of v
}

TEST(Levels, AreShiftedAndScaledAndClipped) {
  cv::Mat levels(1, 256, CV_8UC3);
  for (int v = 0; v < 256; ++v) levels.at<cv::Vec3b>(v) = cv::Vec3b::all(static_cast<unsigned char>(v));
  auto shifted = levels.clone(), scaled = levels.clone();
  shift_channels(pixels_of(shifted), {300, -7, 12});
  scale_levels(pixels_of(scaled), 1.25F, -20.5F);
  for (int v = 0; v < 256; ++v) {
    EXPECT_EQ(shifted.at<cv::Vec3b>(v), cv::Vec3b(255, cv::saturate_cast<unsigned char>(v - 7),
                                                  cv::saturate_cast<unsigned char>(v + 12)));
    const auto level = std::clamp(1.25 * v - 20.5, 0.0, 255.0);
    EXPECT_EQ(scaled.at<cv::Vec3b>(v), cv::Vec3b::all(static_cast<unsigned char>(level))) << v;
  }
}

}  // namespace
}  // namespace unseen
