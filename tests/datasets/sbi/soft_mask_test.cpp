// Step 9, and the mask's way through steps 7 to 9.
#include "sbi/soft_mask.hpp"

#include <gtest/gtest.h>

#include <map>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "datasets/sbi/plain.hpp"
#include "sbi/elastic.hpp"
#include "sbi/hulls.hpp"
#include "support/drawn_face.hpp"

namespace unseen::sbi {
namespace {

const Options kOptions{Params{"sbi", Value{}}};

TEST(SbiSoftMask, DrawsItsKernelsFromTheirRanges) {
  Random random{1, 0, 0};
  std::map<int, int> inner, outer, sigma, width, height;
  for (int i = 0; i < 8000; ++i) {
    const auto drawn = draw_softening(kOptions, random);
    ++inner[drawn.inner];
    ++outer[drawn.outer];
    ++sigma[drawn.sigma];
    ++width[drawn.grid.width];
    ++height[drawn.grid.height];
  }
  for (const auto* kernels : {&inner, &outer}) {
    EXPECT_EQ(kernels->size(), 11U) << "wanted 5, 7, ..., 25";
    EXPECT_EQ(kernels->begin()->first, 5);
    EXPECT_EQ(kernels->rbegin()->first, 25);
    for (const auto& [kernel, count] : *kernels) EXPECT_EQ(kernel % 2, 1);
  }
  EXPECT_EQ(sigma.size(), 41U);
  EXPECT_EQ(sigma.begin()->first, 5);
  for (const auto* sides : {&width, &height}) {
    EXPECT_EQ(sides->size(), 65U);
    EXPECT_EQ(sides->begin()->first, 192);
  }
}

TEST(SbiSoftMask, DrawsWholeBlendsHalfOfTheTime) {
  Random random{2, 0, 0};
  std::map<double, int> ratios;
  for (int i = 0; i < 6000; ++i) ++ratios[draw_softening(kOptions, random).ratio];
  ASSERT_EQ(ratios.size(), 4U);
  for (const auto ratio : {0.25, 0.5, 0.75}) EXPECT_NEAR(ratios[ratio], 1000, 120) << ratio;
  EXPECT_NEAR(ratios[1.0], 3000, 160);
}

/// The recipe's own words for cores(): blur, divide by the largest, drop what is below 1.
cv::Mat plain_cores(const cv::Mat& mask, int k1) {
  cv::Mat blurred;
  mask.convertTo(blurred, CV_64F);
  cv::GaussianBlur(blurred, blurred, {k1, k1}, 0);
  double most = 0;
  cv::minMaxLoc(blurred, nullptr, &most);
  return blurred >= most * (1 - 1e-12);
}

TEST(SbiSoftMask, ErodesAsTheRecipesBlurAndThresholdDo) {
  const auto points = test::plain_landmarks({60, 90, 100, 90});
  const cv::Size grid{216, 233};
  for (const auto kind : {MaskKind::dfl_full, MaskKind::components, MaskKind::facehull}) {
    const auto mask = drawn_mask(kind, points, grid);
    for (const auto k1 : {5, 11, 25}) {
      EXPECT_EQ(cv::norm(cores(mask, k1), plain_cores(mask, k1), cv::NORM_INF), 0) << k1;
    }
  }
}

TEST(SbiSoftMask, ErodesNothingAtTheBorderOfTheGrid) {
  cv::Mat mask = cv::Mat::zeros(200, 200, CV_8U);
  mask(cv::Rect{0, 120, 90, 80}).setTo(255);
  EXPECT_EQ(cv::norm(cores(mask, 9), plain_cores(mask, 9), cv::NORM_INF), 0);
  EXPECT_EQ(cores(mask, 9).at<std::uint8_t>(199, 0), 255);
}

TEST(SbiSoftMask, KeepsTheMiddleOfAMaskThatIsThinnerThanItsBlur) {
  cv::Mat mask = cv::Mat::zeros(200, 200, CV_8U);
  mask(cv::Rect{80, 80, 7, 5}).setTo(255);
  const auto left = cores(mask, 25);
  EXPECT_GT(cv::countNonZero(left), 0);
  EXPECT_EQ(left.at<std::uint8_t>(82, 83), 255);
  EXPECT_EQ(cv::countNonZero(cores(cv::Mat::zeros(200, 200, CV_8U), 25)), 0);
}

TEST(SbiSoftMask, ReachesItsRatioAndNoFurtherThanItsSupport) {
  Random random{3, 0, 0};
  const cv::Size canvas{320, 400};
  const auto drawn = drawn_mask(MaskKind::facehull, test::plain_landmarks({80, 160, 160, 160}), canvas);
  for (int i = 0; i < 100; ++i) {
    const auto affine = draw_affine(kOptions, canvas, random);
    const auto field = elastic_field(canvas, 50, 7, random);
    const auto softening = draw_softening(kOptions, random);
    const auto core = cores(deformed(drawn, affine, field, softening.grid), softening.inner);
    auto soft = enlarged(softened(core, softening), canvas, {{0, 0}, canvas});
    double least = 0, most = 0;
    cv::minMaxLoc(soft, &least, &most);
    EXPECT_GE(least, 0);
    EXPECT_NEAR(most, softening.ratio, 1e-3);
    soft(support(core, softening, canvas)).setTo(0);
    EXPECT_EQ(cv::countNonZero(soft), 0);
  }
}

TEST(SbiSoftMask, IsThePlainChainsMask) {
  Random random{4, 0, 0};
  double worst = 0, sum = 0;
  int count = 0;
  for (const auto width : {60, 160, 250}) {
    const auto face = outer_face(test::face_sample(width));
    const auto canvas = face.image.size();
    for (int i = 0; i < 24; ++i) {
      const auto drawn = drawn_mask(static_cast<MaskKind>(i % 4), face.points, canvas);
      const auto affine = draw_affine(kOptions, canvas, random);
      const auto field = elastic_field(canvas, 50, 7, random);
      const auto softening = draw_softening(kOptions, random);
      const auto core = cores(deformed(drawn, affine, field, softening.grid), softening.inner);
      cv::Mat soft, difference;
      enlarged(softened(core, softening), canvas, {{0, 0}, canvas}).convertTo(soft, CV_64F);
      cv::absdiff(soft, plain::soft_mask(drawn, affine, resampled(field, canvas), softening), difference);
      worst = std::max(worst, cv::norm(difference, cv::NORM_INF));
      sum += cv::mean(difference)[0];
      ++count;
    }
  }
  // Where the plain chain rounds to the nearest pixel twice, the edge may be one pixel of the canvas aside:
  // for a face of 60 pixels two cells of the grid, in a border that falls over five cells at the steepest.
  EXPECT_LT(worst, 0.5);
  EXPECT_LT(sum / count, 0.004);
}

TEST(SbiSoftMask, MovesAndBendsTheMask) {
  const cv::Size canvas{320, 400}, grid{200, 250};
  const auto drawn = drawn_mask(MaskKind::components, test::plain_landmarks({80, 160, 160, 160}), canvas);
  const cv::Mat still = cv::Mat::zeros(100, 80, CV_32FC2);
  const Affine rest{{159.5, 199.5}, {1, 1}, {0, 0}}, moved{{159.5, 199.5}, {1, 1}, {16, 8}};
  const auto box = cv::boundingRect(deformed(drawn, rest, still, grid));
  const auto box_moved = cv::boundingRect(deformed(drawn, moved, still, grid));
  EXPECT_EQ(box_moved.tl() - box.tl(), cv::Point(10, 5));
  const cv::Mat pushed(100, 80, CV_32FC2,
                       cv::Scalar{16, 8});  // looks right and down: what is there comes left
  EXPECT_EQ(cv::boundingRect(deformed(drawn, rest, pushed, grid)).tl() - box.tl(), cv::Point(-10, -5));
}

}  // namespace
}  // namespace unseen::sbi
