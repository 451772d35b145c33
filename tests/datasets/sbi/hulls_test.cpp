#include "sbi/hulls.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "support/drawn_face.hpp"

namespace unseen::sbi {
namespace {

constexpr std::array kKinds{MaskKind::dfl_full, MaskKind::components, MaskKind::extended, MaskKind::facehull};
const cv::Size kCanvas{400, 480};
const cv::Rect2f kBox{100, 200, 200, 200};

Points plain_points() { return test::plain_landmarks(kBox); }
Points all_points() { return reordered(test::landmarks_with_forehead(kBox)); }

cv::Mat filled(const Polygon& polygon) {
  cv::Mat mask = cv::Mat::zeros(kCanvas, CV_8U);
  cv::fillConvexPoly(mask, polygon, {255});
  return mask;
}

Polygon hull_of(const Points& points) {
  Polygon pixels, hull;
  for (const auto& point : points) pixels.emplace_back(point);
  cv::convexHull(pixels, hull);
  return hull;
}

int outside(const cv::Mat& mask, const cv::Mat& of) { return cv::countNonZero(mask & ~of); }

TEST(SbiMask, LiesInsideTheHullOfItsPoints) {
  for (const auto& points : {plain_points(), all_points()}) {
    for (const auto kind : {MaskKind::dfl_full, MaskKind::components}) {
      const auto mask = drawn_mask(kind, points, kCanvas);
      EXPECT_EQ(outside(mask, filled(hull_of(without_forehead(points)))), 0) << static_cast<int>(kind);
      EXPECT_GT(cv::countNonZero(mask), 200 * 200 / 3) << static_cast<int>(kind);
    }
  }
}

TEST(SbiMask, IsTheUnionOfItsHulls) {
  for (const auto kind : {MaskKind::dfl_full, MaskKind::components, MaskKind::extended}) {
    cv::Mat together = cv::Mat::zeros(kCanvas, CV_8U);
    for (const auto& hull : hulls(kind, plain_points())) {
      EXPECT_TRUE(cv::isContourConvex(hull) || cv::contourArea(hull) == 0);  // 27 to 33 are a line here
      together |= filled(hull);
    }
    EXPECT_EQ(cv::norm(drawn_mask(kind, plain_points(), kCanvas), together, cv::NORM_INF), 0);
  }
}

TEST(SbiMask, HasTheRecipesNumberOfHulls) {
  EXPECT_EQ(hulls(MaskKind::dfl_full, plain_points()).size(), 3U);
  EXPECT_EQ(hulls(MaskKind::components, plain_points()).size(), 8U);
  EXPECT_EQ(hulls(MaskKind::extended, plain_points()).size(), 8U);
  EXPECT_EQ(hulls(MaskKind::facehull, plain_points()).size(), 1U);
}

TEST(SbiMask, CoversWhatItsKindNames) {
  const auto points = plain_points();
  const auto covers = [&](MaskKind kind, std::size_t point) {
    return drawn_mask(kind, points, kCanvas).at<std::uint8_t>(cv::Point(points[point])) > 0;
  };
  for (const auto kind : kKinds) {
    EXPECT_TRUE(covers(kind, 8)) << "chin of " << static_cast<int>(kind);
    EXPECT_TRUE(covers(kind, 30)) << "nose of " << static_cast<int>(kind);
    EXPECT_TRUE(covers(kind, 57)) << "mouth of " << static_cast<int>(kind);
    EXPECT_TRUE(covers(kind, 19)) << "brow of " << static_cast<int>(kind);
  }
}

TEST(SbiMask, RaisesTheBrowsByHalfTheirDistanceFromTheEyes) {
  // Eyes 20 pixels below the brows: points 18 to 21 and 22 to 25 rise by 10. Beside them stands a point three
  // quarters of the way from the cheek to the eye's corner.
  Points points(68, {50, 90});
  for (std::size_t i = 0; i < 5; ++i) {
    points[17 + i] = {20.0F + 5 * static_cast<float>(i), 40};
    points[22 + i] = {60.0F + 5 * static_cast<float>(i), 40};
  }
  points[0] = {9, 61};
  points[16] = {91, 61};
  for (std::size_t i = 0; i < 4; ++i) {
    points[36 + i] = points[18 + i] + cv::Point2f{0, 20};
    points[42 + i] = points[22 + i] + cv::Point2f{0, 20};
  }
  const auto brow = hulls(MaskKind::extended, points)[4];  // 19 to 24 and the chin, at (50, 90)
  const auto has = [&](int x, int y) {
    return cv::pointPolygonTest(brow, cv::Point2f(cv::Point{x, y}), false) >= 0;
  };
  EXPECT_TRUE(has(30, 30));
  EXPECT_TRUE(has(70, 30));
  EXPECT_FALSE(has(30, 29));
  const auto cheek = hulls(MaskKind::extended, points)[0];  // 0 to 8 and 17
  // mid(36, 0) = (17, 60), with 36 again (21, 60); 17 at (20, 40) is 20 above and 1 to its left, halved down.
  EXPECT_GE(cv::pointPolygonTest(cheek, cv::Point2f{19, 30}, false), 0);
}

TEST(SbiMask, ReachesHigherWithRaisedBrows) {
  const auto top = [](MaskKind kind) {
    return cv::boundingRect(drawn_mask(kind, plain_points(), kCanvas)).y;
  };
  EXPECT_LT(top(MaskKind::extended), top(MaskKind::components) - 8);
}

TEST(SbiMask, KnowsTheForeheadInTheFaceHullAlone) {
  for (const auto kind : kKinds) {
    const auto with = drawn_mask(kind, all_points(), kCanvas),
               without = drawn_mask(kind, plain_points(), kCanvas);
    EXPECT_EQ(cv::countNonZero(with) > cv::countNonZero(without), kind == MaskKind::facehull);
  }
}

TEST(SbiMask, HasASmoothEdgeInTheFaceHullAlone) {
  for (const auto kind : kKinds) {
    const auto mask = drawn_mask(kind, plain_points(), kCanvas);
    const auto between = cv::countNonZero((mask > 0) & (mask < 255));
    EXPECT_EQ(between > 0, kind == MaskKind::facehull) << static_cast<int>(kind);
  }
}

TEST(SbiMask, OfTheMirroredFaceIsTheMirroredMask) {
  auto points = plain_points();
  for (std::size_t i = 0; i < points.size(); ++i) {  // a face that looks aside: nothing symmetric is left
    points[i] +=
        cv::Point2f{static_cast<float>((points[i].y - 200) / 5), std::round((points[i].x - 200) / 9)};
    points[i].x = std::round(points[i].x);
  }
  for (const auto kind : kKinds) {
    cv::Mat mirror;
    cv::flip(drawn_mask(kind, points, kCanvas), mirror, 1);
    const auto mask = drawn_mask(kind, mirrored(points, static_cast<float>(kCanvas.width)), kCanvas);
    // x becomes W - x, as the recipe has it: one pixel beside the mirrored picture. The rest are edges.
    const auto differing = cv::countNonZero((mask > 127) ^ (mirror > 127));
    EXPECT_LT(differing, 0.03 * cv::countNonZero(mask)) << static_cast<int>(kind);
  }
}

TEST(SbiMask, IsCutWhereTheFaceLeavesTheCanvas) {
  const auto points = test::plain_landmarks({-80, -60, 200, 200});
  for (const auto kind : kKinds) EXPECT_GT(cv::countNonZero(drawn_mask(kind, points, kCanvas)), 0);
  const auto away = test::plain_landmarks({-300, 60, 200, 200});
  for (const auto kind : kKinds) EXPECT_EQ(cv::countNonZero(drawn_mask(kind, away, kCanvas)), 0);
}

}  // namespace
}  // namespace unseen::sbi
