// Steps 7 and 8: the copy and the mask move together, the mask alone is bent.
#include <gtest/gtest.h>

#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "datasets/sbi/plain.hpp"
#include "sbi/affine.hpp"
#include "sbi/elastic.hpp"
#include "support/drawn_face.hpp"

namespace unseen::sbi {
namespace {

const Options kOptions{Params{"sbi", Value{}}};
const cv::Size kCanvas{320, 400};

TEST(SbiAffine, DrawsShiftsAndScalesFromTheirRanges) {
  Random random{2, 0, 0};
  double least_x = 1, most_x = -1, least_scale = 2, most_scale = 0, most_y = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto affine = draw_affine(kOptions, kCanvas, random);
    least_x = std::min(least_x, affine.shift.x / kCanvas.width);
    most_x = std::max(most_x, affine.shift.x / kCanvas.width);
    most_y = std::max(most_y, std::abs(affine.shift.y) / kCanvas.height);
    for (const auto scale : {affine.scale.x, affine.scale.y}) {
      least_scale = std::min(least_scale, scale);
      most_scale = std::max(most_scale, scale);
    }
    EXPECT_NE(affine.scale.x, affine.scale.y);
  }
  EXPECT_NEAR(least_x, -0.03, 1e-4);
  EXPECT_NEAR(most_x, 0.03, 1e-4);
  EXPECT_NEAR(most_y, 0.015, 1e-4);
  EXPECT_NEAR(least_scale, 0.95, 1e-3);
  EXPECT_NEAR(most_scale, 1 / 0.95, 1e-3);
  EXPECT_LE(std::max({-least_x, most_x}), 0.03);
  EXPECT_LE(most_y, 0.015);
  EXPECT_GE(least_scale, 0.95);
  EXPECT_LE(most_scale, 1 / 0.95);
}

TEST(SbiAffine, KeepsTheMiddleWhereNothingShifts) {
  const Affine affine{{159.5, 199.5}, {1.05, 0.95}, {0, 0}};
  EXPECT_EQ(affine.origin_of(affine.centre), affine.centre);
  const auto corner = affine.origin_of(cv::Point2d{0, 0});
  EXPECT_NEAR(corner.x, 159.5 - 159.5 / 1.05, 1e-9);
  EXPECT_NEAR(corner.y, 199.5 - 199.5 / 0.95, 1e-9);
}

TEST(SbiAffine, ComputesAPartAsTheWholeWouldBe) {
  const auto picture = test::drawn_face(kCanvas, test::plain_landmarks({80, 160, 160, 160}));
  Random random{4, 0, 0};
  for (int i = 0; i < 20; ++i) {
    const auto affine = draw_affine(kOptions, kCanvas, random);
    const auto whole = warped(picture, {0, 0}, affine, {{0, 0}, kCanvas});
    for (const auto& region :
         {cv::Rect{90, 150, 130, 170}, cv::Rect{0, 0, 60, 60}, cv::Rect{250, 330, 70, 70}}) {
      const auto origin = affine.origin_of(region, kCanvas);
      const auto part = warped(picture(origin), origin.tl(), affine, region);
      cv::Mat difference;
      cv::absdiff(part, whole(region), difference);
      // OpenCV's coordinates are rounded to 1/32 pixel, of the part as of the whole.
      EXPECT_LT(cv::mean(difference)[0], 0.3);
    }
  }
}

TEST(SbiAffine, LeavesBlackWhereNothingCameFrom) {
  const cv::Mat white(kCanvas, CV_8UC3, cv::Scalar::all(255));
  const Affine affine{{159.5, 199.5}, {1, 1}, {9, 0}};
  const auto moved = warped(white, {0, 0}, affine, {{0, 0}, kCanvas});
  EXPECT_EQ(cv::countNonZero(moved(cv::Rect{0, 0, 9, 400}).clone().reshape(1)), 0);
  EXPECT_EQ(moved.at<cv::Vec3b>(100, 9)[0], 255);
}

struct Spread {
  double mean = 0, deviation = 0, neighbour = 0;  ///< the last: correlation over 7 pixels
};

/// Of one axis of the fields of many seeds, at pixels of the canvas that no border reaches.
template <class Make>
Spread spread_of(Make make) {
  double sum = 0, squares = 0, products = 0;
  int count = 0;
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    Random random{seed, 0, 0};
    const cv::Mat field = make(random);
    for (int y = 30; y < field.rows - 30; y += 5) {
      for (int x = 30; x < field.cols - 37; x += 5) {
        const double value = field.at<cv::Vec2f>(y, x)[0], next = field.at<cv::Vec2f>(y, x + 7)[0];
        sum += value;
        squares += value * value;
        products += value * next;
        ++count;
      }
    }
  }
  return {sum / count, std::sqrt(squares / count), products / squares};
}

TEST(SbiElastic, HasAmplitudeAndSmoothnessOfThePlainField) {
  const auto ours =
      spread_of([](Random& random) { return resampled(elastic_field(kCanvas, 50, 7, random), kCanvas); });
  const auto plainly = spread_of([](Random& random) {
    cv::Mat field;
    plain::elastic_field(kCanvas, 50, 7, random).convertTo(field, CV_32FC2);
    return field;
  });
  // 50 sqrt(1/3) / (2 sqrt(pi) 7) = 1.163 pixels; correlation exp(-7^2 / (4 7^2)) = 0.779.
  EXPECT_NEAR(plainly.deviation, 1.163, 0.03);
  EXPECT_NEAR(ours.deviation, 1.163, 0.03);
  EXPECT_NEAR(ours.mean, 0, 0.03);
  EXPECT_NEAR(plainly.neighbour, 0.779, 0.02);
  EXPECT_NEAR(ours.neighbour, 0.779, 0.02);
}

TEST(SbiElastic, BendsBothAxesDifferently) {
  Random random{5, 0, 0};
  std::vector<cv::Mat> axes;
  cv::split(elastic_field(kCanvas, 50, 7, random), axes);
  EXPECT_GT(cv::norm(axes[0], axes[1], cv::NORM_INF), 1);
}

TEST(SbiElastic, IsThePlainFieldOfTheSameNoise) {
  Random random{6, 0, 0};
  for (const auto& canvas : {kCanvas, cv::Size{500, 620}, cv::Size{64, 76}}) {
    cv::Mat cells(canvas.height / 4, canvas.width / 4, CV_32FC2), pixels(canvas, CV_64FC2);
    for (int y = 0; y < cells.rows; ++y) {
      for (int x = 0; x < cells.cols; ++x) {
        const auto first = random.normal(), second = random.normal();
        cells.at<cv::Vec2f>(y, x) = {static_cast<float>(first), static_cast<float>(second)};
        // Sixteen pixels of variance 1/3 add up to variance 16/3: spread evenly, each bears a sixteenth of
        // it.
        pixels(cv::Rect{4 * x, 4 * y, 4, 4}).setTo(cv::Scalar{first, second} * (std::sqrt(16.0 / 3) / 16));
      }
    }
    cv::Mat wanted;
    plain::smoothed(pixels, 50, 7).convertTo(wanted, CV_32FC2);
    const auto found = resampled(smoothed_noise(cells, canvas, 50, 7), canvas);
    cv::Mat difference = found - wanted;
    EXPECT_LT(cv::norm(difference, cv::NORM_INF), 0.25) << "pixels, of displacements up to 5; " << canvas;
    EXPECT_LT(cv::norm(difference, cv::NORM_L2) / std::sqrt(2.0 * canvas.area()), 0.06) << canvas;
  }
}

TEST(SbiElastic, GrowsWithItsStrengthAndIsNothingWithout) {
  Random first{7, 0, 0}, second{7, 0, 0}, third{7, 0, 0};
  const auto once = elastic_field(kCanvas, 50, 7, first), twice = elastic_field(kCanvas, 100, 7, second);
  EXPECT_LT(cv::norm(2 * once, twice, cv::NORM_INF), 1e-4);
  EXPECT_EQ(cv::norm(elastic_field(kCanvas, 0, 7, third), cv::NORM_INF), 0);
}

TEST(SbiElastic, ServesCanvasesOfAnySize) {
  Random random{8, 0, 0};
  for (const auto& canvas : {cv::Size{4, 4}, cv::Size{16, 20}, cv::Size{3000, 8}}) {
    for (const auto sigma : {1.0, 7.0, 100.0}) {
      EXPECT_TRUE(cv::checkRange(elastic_field(canvas, 50, sigma, random))) << canvas << ", sigma " << sigma;
    }
  }
}

}  // namespace
}  // namespace unseen::sbi
