#include "data/alignment.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include <opencv2/core.hpp>

namespace unseen {
namespace {

using Points = std::array<cv::Point2f, 5>;

const Points kFace{{{110, 120}, {170, 118}, {141, 150}, {118, 190}, {165, 188}}};

Points moved(const Points& points, const cv::Matx23d& by) {
  Points result;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& p = points.at(i);
    const auto at = by * cv::Vec3d{p.x, p.y, 1.0};
    result.at(i) = {static_cast<float>(at[0]), static_cast<float>(at[1])};
  }
  return result;
}

TEST(Alignment, FindsTheSimilarityThatMadeThePoints) {
  const auto c = 1.7 * std::cos(0.4), s = 1.7 * std::sin(0.4);
  const cv::Matx23d wanted{c, -s, 5, s, c, -9};
  const auto found = similarity_between(kFace, moved(kFace, wanted));
  for (int i = 0; i < 6; ++i) EXPECT_NEAR(found.val[i], wanted.val[i], 1e-4);
}

/// Sum of squared distances after a similarity.
double error(const cv::Matx23d& by, const Points& target) {
  double sum = 0;
  const auto at = moved(kFace, by);
  for (std::size_t i = 0; i < at.size(); ++i) sum += std::pow(cv::norm(at.at(i) - target.at(i)), 2);
  return sum;
}

TEST(Alignment, IsTheBestInLeastSquares) {
  auto target = kFace;
  target[2] += cv::Point2f{9, -4};
  target[4] += cv::Point2f{-3, 7};
  const auto best = similarity_between(kFace, target);
  for (const auto step : {-1e-3, 1e-3}) {
    for (const auto& change : {cv::Matx23d{1, 0, 0, 0, 1, 0}, cv::Matx23d{0, -1, 0, 1, 0, 0},
                               cv::Matx23d{0, 0, 100, 0, 0, 0}, cv::Matx23d{0, 0, 0, 0, 0, 100}}) {
      EXPECT_GT(error(best + change * step, target), error(best, target));
    }
  }
}

TEST(Alignment, LeavesPointsThatCoincideTheirScale) {
  Points one;
  one.fill({3, 4});
  const auto found = similarity_between(one, kFace);
  EXPECT_DOUBLE_EQ(found(0, 0), 1.0);
  EXPECT_TRUE(std::isfinite(found(0, 2)));
}

TEST(Alignment, PutsTheEyesOnOneLineWhereTheTemplateHasThem) {
  cv::Mat picture(300, 300, CV_8UC3, cv::Scalar::all(0));
  const auto c = std::cos(0.5F), s = std::sin(0.5F);
  auto points = kFace;
  for (auto& p : points)
    p = {150 + c * (p.x - 140) - s * (p.y - 150), 150 + s * (p.x - 140) + c * (p.y - 150)};
  for (int dy = -2; dy <= 2; ++dy) {
    for (int dx = -2; dx <= 2; ++dx) {
      for (const auto eye : {0, 1}) {
        picture.at<cv::Vec3b>(cvRound(points.at(eye).y) + dy, cvRound(points.at(eye).x) + dx) = {255, 255,
                                                                                                 255};
      }
    }
  }
  const auto aligned = aligned_face(picture, points);
  EXPECT_EQ(aligned.size(), cv::Size(256, 256));
  // (30.29 + 8 + 16.8, 51.70 + 16.8) x 256 / 145.6, and for the other eye likewise, within what five points
  // leave.
  for (const auto& eye : {cv::Point{97, 120}, cv::Point{159, 120}}) {
    const cv::Mat around = aligned(cv::Rect(eye.x - 12, eye.y - 12, 25, 25));
    EXPECT_GT(cv::mean(around)[0], 5) << eye.x;
  }
}

}  // namespace
}  // namespace unseen
