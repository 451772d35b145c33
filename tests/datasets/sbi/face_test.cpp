#include "sbi/face.hpp"

#include <gtest/gtest.h>

#include <functional>

#include <opencv2/core.hpp>

#include <unseen/error.hpp>

#include "support/drawn_face.hpp"
#include "support/input_error.hpp"

namespace unseen::sbi {
namespace {

using test::face_sample;
using test::landmarks_with_forehead;
using test::plain_landmarks;

constexpr float kSide = 200;
const cv::Rect2f kBox{120, 220, kSide, kSide};

/// Point i is (i, 0).
Points numbered(std::size_t count) {
  Points points;
  for (std::size_t i = 0; i < count; ++i) points.emplace_back(static_cast<float>(i), 0.0F);
  return points;
}

TEST(SbiFace, ReordersTheForeheadFromEarToEar) {
  const auto points = reordered(landmarks_with_forehead(kBox));
  ASSERT_EQ(points.size(), 81U);
  for (std::size_t i = 69; i < 81; ++i) EXPECT_GT(points[i].x, points[i - 1].x) << i;
  const auto order = reordered(numbered(81));
  EXPECT_EQ(order[68].x, 77);
  EXPECT_EQ(order[74].x, 71);
  EXPECT_EQ(order[80].x, 78);
  EXPECT_EQ(reordered(numbered(68)), numbered(68));
}

TEST(SbiFace, MirrorsASymmetricFaceOntoItself) {
  const auto width = 2 * kBox.x + kSide;
  for (const auto& points : {plain_landmarks(kBox), reordered(landmarks_with_forehead(kBox))}) {
    const auto mirror = mirrored(points, width);
    ASSERT_EQ(mirror.size(), points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_NEAR(mirror[i].x, points[i].x, 1) << "point " << i << ": left and right are confused";
      EXPECT_NEAR(mirror[i].y, points[i].y, 1) << "point " << i;
    }
  }
}

TEST(SbiFace, MirrorsTwiceToTheSame) {
  for (const auto count : {68U, 81U}) EXPECT_EQ(mirrored(mirrored(numbered(count), 90), 90), numbered(count));
}

TEST(SbiFace, MirrorsPictureBoxAndPointsTogether) {
  const auto face = outer_face(face_sample(60));
  const auto mirror = mirrored(face);
  const auto width = face.image.cols;
  EXPECT_EQ(mirror.box, cv::Rect(width - face.box.br().x, face.box.y, face.box.width, face.box.height));
  EXPECT_EQ(mirror.image.at<cv::Vec3b>(30, 5), face.image.at<cv::Vec3b>(30, width - 6));
  EXPECT_EQ(mirror.points, mirrored(face.points, static_cast<float>(width)));
  const auto untouched = outer_face(face_sample(60));
  EXPECT_EQ(cv::norm(face.image, untouched.image, cv::NORM_INF), 0)
      << "the sample's own pixels were mirrored";
}

TEST(SbiFace, CutsHalfAFaceAsideOneAboveAndFourTenthsBelow) {
  EXPECT_EQ(outer_window(plain_landmarks(kBox), {1000, 1000}), cv::Rect(20, 20, 400, 480));
  EXPECT_EQ(outer_window(plain_landmarks(kBox), {350, 430}), cv::Rect(20, 20, 328, 408))
      << "not cut to the picture, or not to whole fours";
  const auto forehead = landmarks_with_forehead(kBox);
  EXPECT_EQ(outer_window(forehead, {1000, 1000}), cv::Rect(20, 20, 400, 480)) << "points 68 to 80 counted";
}

TEST(SbiFace, MovesPointsAndBoxIntoTheOuterCrop) {
  const auto sample = face_sample(100);
  const auto face = outer_face(sample);
  const auto window = outer_window(*sample.landmarks, sample.outer.size());
  EXPECT_GT(window.x, 0);
  EXPECT_EQ(face.image.size(), window.size());
  EXPECT_EQ(face.image.datastart, sample.outer.datastart) << "copied without need";
  for (std::size_t i = 0; i < 68; ++i) {
    EXPECT_EQ(face.points[i], (*sample.landmarks)[i] - cv::Point2f(window.tl()));
  }
  EXPECT_EQ(face.box, sample.box - window.tl());
}

TEST(SbiFace, LosesTheForeheadOnlyWhereThereIsOne) {
  EXPECT_EQ(without_forehead(numbered(81)), numbered(68));
  EXPECT_EQ(without_forehead(numbered(68)), numbered(68));
}

TEST(SbiFace, DrawsTheInnerWindowSideBySide) {
  Face face;
  face.image = cv::Mat(1000, 1000, CV_8UC3);
  face.box = {300, 300, 200, 400};
  EXPECT_EQ(inner_window(face, kFixedMargins), cv::Rect(275, 250, 250, 500));
  EXPECT_EQ(inner_window(face, {0.2, 0.4, 0.6, 0.8}), cv::Rect(290, 240, 230, 540));
  face.image = cv::Mat(600, 510, CV_8UC3);
  EXPECT_EQ(inner_window(face, kFixedMargins), cv::Rect(275, 250, 235, 350)) << "not inside the canvas";
}

TEST(SbiFace, DrawsFourMarginsOfTheirOwn) {
  Random random{1, 0, 0};
  Margins least{1, 1, 1, 1}, most{0, 0, 0, 0};
  int alike = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto drawn = draw_margins(random);
    alike += drawn.left == drawn.right || drawn.top == drawn.bottom ? 1 : 0;
    for (const auto side : {&Margins::left, &Margins::right, &Margins::top, &Margins::bottom}) {
      least.*side = std::min(least.*side, drawn.*side);
      most.*side = std::max(most.*side, drawn.*side);
    }
  }
  EXPECT_EQ(alike, 0);
  for (const auto side : {&Margins::left, &Margins::right, &Margins::top, &Margins::bottom}) {
    EXPECT_GE(least.*side, 0.2);
    EXPECT_LT(least.*side, 0.22);
    EXPECT_GT(most.*side, 0.78);
    EXPECT_LT(most.*side, 0.8);
  }
}

TEST(SbiFace, GrowsToWholeCellsInsideTheCanvas) {
  EXPECT_EQ(grown({33, 40, 20, 8}, 16, 16, {200, 200}), cv::Rect(16, 16, 64, 48));
  EXPECT_EQ(grown({5, 5, 190, 190}, 16, 16, {200, 198}), cv::Rect(0, 0, 200, 198));
}

struct Fault {
  const char* name;
  std::function<void(Sample&)> spoil;
  const char* message;
};

class SbiFaultyFace : public testing::TestWithParam<Fault> {};

TEST_P(SbiFaultyFace, IsAnErrorWithVideoAndFrame) {
  auto sample = face_sample(80);
  GetParam().spoil(sample);
  try {
    outer_face(sample);
    FAIL() << "taken for a face";
  } catch (const Error& error) {
    EXPECT_TRUE(contains(error.what(), "people/001: frame 12"));
    EXPECT_TRUE(contains(error.what(), GetParam().message));
  }
}

void on_all(Sample& sample, const std::function<void(cv::Point2f&)>& change) {
  for (auto& point : *sample.landmarks) change(point);
}

INSTANTIATE_TEST_SUITE_P(
    Each, SbiFaultyFace,
    testing::Values(
        Fault{"NoPicture", [](Sample& s) { s.outer.release(); }, "no 8-bit RGB picture"},
        Fault{"GreyPicture", [](Sample& s) { s.outer = cv::Mat::zeros(s.outer.size(), CV_8U); },
              "no 8-bit RGB"},
        Fault{"NoLandmarks", [](Sample& s) { s.landmarks.reset(); }, "prepare the data set with landmarks"},
        Fault{"FivePoints", [](Sample& s) { s.landmarks->resize(5); }, "wanted 68 or 81 landmarks, found 5"},
        Fault{"NotANumber", [](Sample& s) { s.landmarks->at(7).x = NAN; }, "far from its outer crop"},
        Fault{"FarAway", [](Sample& s) { s.landmarks->at(7).y = 1e30F; }, "far from its outer crop"},
        Fault{"Collinear", [](Sample& s) { on_all(s, [](auto& p) { p.y = 40 + p.x / 2; }); },
              "lie on a line"},
        Fault{"OnePlace", [](Sample& s) { on_all(s, [](auto& p) {
                                            p = {50, 50};
                                          }); }, "span 0x0 pixels"},
        Fault{"Outside", [](Sample& s) { on_all(s, [](auto& p) { p.x = -40 - p.x / 4; }); },
              "outside the outer crop"},
        Fault{"BoxElsewhere",
              [](Sample& s) {
                s.box = {500, 500, 20, 20};
              },
              "its box lies outside"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace unseen::sbi
