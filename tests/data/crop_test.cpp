#include <gtest/gtest.h>

#include <cmath>

#include <opencv2/core.hpp>

#include "data/crop.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

FacesConfig center(double fraction) {
  FacesConfig faces;
  faces.crop = "center";
  faces.fraction = fraction;
  return faces;
}

TEST(Crop, TakesTheWholeFrame) {
  const cv::Mat frame(20, 30, CV_8UC3);
  const auto sample = cut_sample({frame, {}, {}, {}}, crop_rule({}));
  EXPECT_EQ(sample.image.size(), frame.size());
  EXPECT_EQ(sample.image.data, frame.data);
}

TEST(Crop, TakesASquareOfTheShorterSideAboutTheMiddle) {
  const cv::Mat frame(100, 200, CV_8UC3);
  const auto sample = cut_sample({frame, {}, {}, {}}, crop_rule(center(0.6)));
  EXPECT_EQ(sample.box, cv::Rect(70, 20, 60, 60));
  EXPECT_EQ(sample.image.size(), cv::Size(60, 60));
  EXPECT_EQ(sample.image.data, frame.ptr(20, 70)) << "the crop is not a region of the frame";
}

TEST(Crop, KeepsAtLeastOnePixelAndAtMostTheFrame) {
  const cv::Mat frame(3, 5, CV_8UC3);
  EXPECT_EQ(cut_sample({frame, {}, {}, {}}, crop_rule(center(0.01))).box, cv::Rect(2, 1, 1, 1));
  EXPECT_EQ(cut_sample({frame, {}, {}, {}}, crop_rule(center(1.0))).box, cv::Rect(1, 0, 3, 3));
}

TEST(Crop, RefusesOtherRulesAndShares) {
  FacesConfig faces;
  faces.crop = "sbi";
  EXPECT_TRUE(contains(input_error_of([&] { crop_rule(faces); }), "whole or center"));
  for (const auto fraction : {0.0, -0.5, 1.5, std::nan("")}) {
    EXPECT_TRUE(contains(input_error_of([&] { crop_rule(center(fraction)); }), "faces.fraction"));
  }
}

TEST(Crop, ReducesTheLongerSideAndNeverEnlarges) {
  const cv::Mat wide(90, 160, CV_8UC3, cv::Scalar(1, 2, 3));
  EXPECT_EQ(reduced(wide, 80).size(), cv::Size(80, 45));
  EXPECT_EQ(reduced(wide.t(), 80).size(), cv::Size(45, 80));
  EXPECT_EQ(reduced(wide, 160).data, wide.data);
  EXPECT_EQ(reduced(wide, 0).data, wide.data);
  EXPECT_EQ(reduced(wide, 1000).size(), wide.size());
  EXPECT_EQ(reduced(cv::Mat(1, 500, CV_8UC3), 10).size(), cv::Size(10, 1));
}

}  // namespace
}  // namespace unseen
