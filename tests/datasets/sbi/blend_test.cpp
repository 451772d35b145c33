#include "sbi/blend.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "datasets/sbi/plain.hpp"

namespace unseen::sbi {
namespace {

cv::Mat noise(int seed) {
  cv::Mat picture(60, 80, CV_8UC3);
  cv::RNG rng{static_cast<std::uint64_t>(seed)};
  rng.fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

cv::Mat blended(const cv::Mat& source, const cv::Mat& target, const cv::Mat& mask) {
  auto result = target.clone();
  blend(source, mask, result);
  return result;
}

TEST(SbiBlend, LeavesTheTargetWhereTheMaskIsZeroAndTheSourceWhereItIsOne) {
  const auto source = noise(1), target = noise(2);
  cv::Mat mask = cv::Mat::zeros(target.size(), CV_32F);
  EXPECT_EQ(cv::norm(blended(source, target, mask), target, cv::NORM_INF), 0);
  mask.setTo(1);
  EXPECT_EQ(cv::norm(blended(source, target, mask), source, cv::NORM_INF), 0);
}

TEST(SbiBlend, ChangesNothingWhereBothAgree) {
  const auto both = noise(3);
  cv::Mat mask(both.size(), CV_32F);
  cv::randu(mask, 0, 1);
  EXPECT_EQ(cv::norm(blended(both, both, mask), both, cv::NORM_INF), 0);
}

TEST(SbiBlend, CutsOffWhatFollowsThePoint) {
  const cv::Mat source(1, 2, CV_8UC3, cv::Scalar::all(101)), target(1, 2, CV_8UC3, cv::Scalar::all(100));
  const cv::Mat most(1, 2, CV_32F, cv::Scalar{0.99});
  EXPECT_EQ(blended(source, target, most).at<cv::Vec3b>(0)[0], 100);
  EXPECT_EQ(blended(target, source, most).at<cv::Vec3b>(0)[0], 100);
}

TEST(SbiBlend, IsTheFormulaInDoublesToOneLevel) {
  const auto source = noise(4), target = noise(5);
  cv::Mat mask(target.size(), CV_32F), exact;
  cv::randu(mask, 0, 1);
  mask.convertTo(exact, CV_64F);
  cv::Mat difference;
  cv::absdiff(blended(source, target, mask), plain::blended(source, target, exact), difference);
  EXPECT_LE(cv::norm(difference, cv::NORM_INF), 1);
  EXPECT_LT(cv::norm(difference, cv::NORM_L1), 0.01 * 3 * static_cast<double>(target.total()));
}

}  // namespace
}  // namespace unseen::sbi
