// Steps 6 and 10: colours, sharpness, compression.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "sbi/colour.hpp"
#include "sbi/face.hpp"
#include "sbi/finish.hpp"
#include "sbi/transform.hpp"
#include "support/drawn_face.hpp"

namespace unseen::sbi {
namespace {

constexpr auto kFaithful = ColourMeaning::faithful, kAsFraction = ColourMeaning::as_fraction;

const nlohmann::json& fixture() {
  static const auto read = nlohmann::json::parse(std::ifstream{UNSEEN_FIXTURES "/sbi.json"});
  return read;
}

cv::Mat picture_of(const nlohmann::json& values) {
  const auto bytes = values.get<std::vector<std::uint8_t>>();
  const auto side = fixture()["side"].get<int>();
  return cv::Mat(side, side, CV_8UC3, const_cast<std::uint8_t*>(bytes.data())).clone();
}

/// Changes the fixture's picture as `change(picture, values)` does, and returns the largest difference from
/// what Albumentations makes of it, over all its cases of that name.
template <class Change>
double worst_of(const std::string& what, Change change) {
  double worst = 0;
  int cases = 0;
  for (const auto& example : fixture()["cases"]) {
    if (example["what"] != what) continue;
    const auto found = change(picture_of(fixture()["picture"]), example["values"].get<std::vector<double>>());
    worst = std::max(worst, cv::norm(found, picture_of(example["after"]), cv::NORM_INF));
    ++cases;
  }
  EXPECT_GT(cases, 1) << what;
  return worst;
}

cv::Mat with_hsv(const cv::Mat& picture, const std::vector<double>& v, ColourMeaning meaning) {
  ColourDraw draw;
  draw.hsv = cv::Vec3d{v[0], v[1], v[2]};
  return recoloured(picture, draw, meaning);
}

TEST(SbiColour, ShiftsChannelsAsAlbumentationsDoes) {
  EXPECT_EQ(worst_of("shift",
                     [](const cv::Mat& picture, const std::vector<double>& v) {
                       ColourDraw draw;
                       draw.shift = cv::Vec3d{v[0], v[1], v[2]};
                       return recoloured(picture, draw, kFaithful);
                     }),
            0);
}

TEST(SbiColour, ChangesToneAsAlbumentationsDoes) {
  EXPECT_EQ(worst_of("tone",
                     [](const cv::Mat& picture, const std::vector<double>& v) {
                       ColourDraw draw;
                       draw.tone = cv::Vec2d{v[0], v[1]};
                       return recoloured(picture, draw, kFaithful);
                     }),
            0);
}

// From 8-bit HSV to RGB OpenCV rounds differently from release to release, by one level.
TEST(SbiColour, ShiftsHsvOfBytesAsAlbumentationsDoes) {
  EXPECT_LE(worst_of("hsv", [](const cv::Mat& picture,
                               const auto& values) { return with_hsv(picture, values, kFaithful); }),
            1);
}

TEST(SbiColour, TakesAsFractionsWhatAlbumentationsTakesForPicturesOfFloats) {
  // A level of 8-bit hue is two degrees, and one of saturation 1/255.
  EXPECT_LE(
      worst_of("hsv_of_floats", [](const cv::Mat& picture,
                                   const auto& values) { return with_hsv(picture, values, kAsFraction); }),
      5);
}

TEST(SbiColour, IsNearlyNothingWhenHsvIsFaithfulAndSomethingAsAFraction) {
  const auto face = test::face_sample(80).outer;
  cv::Mat faithful, fraction;
  cv::absdiff(face, with_hsv(face, {-0.3, -0.3, -0.3}, kFaithful), faithful);
  cv::absdiff(face, with_hsv(face, {-0.3, -0.3, -0.3}, kAsFraction), fraction);
  EXPECT_LT(cv::mean(faithful)[0], 3);
  EXPECT_GT(cv::mean(fraction)[0], 40);
}

TEST(SbiColour, SharpensAsAlbumentationsDoes) {
  EXPECT_LE(worst_of("sharpen",
                     [](const cv::Mat& picture, const std::vector<double>& v) {
                       Transform transform;
                       transform.sharpening = Sharpening{v[0], v[1]};
                       return transformed(picture, {{0, 0}, picture.size()}, transform, kFaithful);
                     }),
            1);
}

TEST(SbiColour, ShiftsChannelsBeforeTheTone) {
  const auto face = test::face_sample(60).outer;
  ColourDraw shift, tone, both;
  shift.shift = both.shift = cv::Vec3d{12.3, -17.7, 4.2};
  tone.tone = both.tone = cv::Vec2d{0.2, -0.1};
  const auto in_turn = recoloured(recoloured(face, shift, kFaithful), tone, kFaithful);
  EXPECT_EQ(cv::norm(recoloured(face, both, kFaithful), in_turn, cv::NORM_INF), 0);
}

TEST(SbiColour, DrawsEachChangeAsOftenAndAsFarAsItsStepSays) {
  for (const auto& limits : {kTransformLimits, kFinishLimits}) {
    Random random{1, 0, 0};
    std::map<std::string, int> count;
    double shift = 0, hsv = 0, tone = 0;
    for (int i = 0; i < 4000; ++i) {
      const auto drawn = draw_colour(limits, random);
      if (drawn.shift) shift = std::max(shift, cv::norm(*drawn.shift, cv::NORM_INF)), ++count["shift"];
      if (drawn.hsv) hsv = std::max(hsv, cv::norm(*drawn.hsv, cv::NORM_INF)), ++count["hsv"];
      if (drawn.tone) tone = std::max(tone, cv::norm(*drawn.tone, cv::NORM_INF)), ++count["tone"];
    }
    EXPECT_NEAR(count["shift"], 4000 * limits.shift_p, 130);
    EXPECT_NEAR(count["hsv"], 4000 * limits.hsv_p, 130);
    EXPECT_NEAR(count["tone"], 4000 * limits.tone_p, 130);
    EXPECT_NEAR(shift, 20, 0.1);
    EXPECT_NEAR(hsv, 0.3, 0.002);
    EXPECT_NEAR(tone, limits.tone, 0.002);
  }
}

TEST(SbiTransform, SharpensOrReducesHalfOfTheTimeEach) {
  Random random{2, 0, 0};
  int sharpened = 0, halved = 0, quartered = 0;
  double least = 1, most = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto drawn = draw_transform(random);
    EXPECT_NE(drawn.sharpening.has_value(), drawn.reduction > 1);
    halved += drawn.reduction == 2 ? 1 : 0;
    quartered += drawn.reduction == 4 ? 1 : 0;
    if (!drawn.sharpening) continue;
    ++sharpened;
    least = std::min({least, drawn.sharpening->amount, drawn.sharpening->lightness});
    most = std::max({most, drawn.sharpening->amount, drawn.sharpening->lightness});
    EXPECT_LT(drawn.sharpening->amount, 0.5);
    EXPECT_GE(drawn.sharpening->lightness, 0.5);
  }
  EXPECT_NEAR(sharpened, 2000, 130);
  EXPECT_NEAR(halved, 1000, 110);
  EXPECT_NEAR(quartered, 1000, 110);
  EXPECT_NEAR(least, 0.2, 0.01);
  EXPECT_NEAR(most, 1.0, 0.01);
}

TEST(SbiTransform, ReducesToEveryFourthPixelAndEnlarges) {
  cv::Mat columns(16, 16, CV_8UC3);
  for (int x = 0; x < 16; ++x) columns.col(x).setTo(cv::Scalar::all(10 * x));
  Transform transform;
  transform.reduction = 4;
  const auto reduced = transformed(columns, {{0, 0}, columns.size()}, transform, kFaithful);
  // Columns 0, 4, 8, 12 stand for four each; between their middles the value runs evenly.
  EXPECT_EQ(reduced.at<cv::Vec3b>(3, 0)[0], 0);
  EXPECT_EQ(reduced.at<cv::Vec3b>(3, 2)[0], 5);
  EXPECT_EQ(reduced.at<cv::Vec3b>(3, 15)[0], 120);
}

TEST(SbiTransform, ComputesAPartAsTheWholeWouldBe) {
  const auto face = outer_face(test::face_sample(100)).image;
  Random random{3, 0, 0};
  for (int i = 0; i < 60; ++i) {
    const auto transform = draw_transform(random);
    const auto whole = transformed(face, {{0, 0}, face.size()}, transform, kFaithful);
    for (const auto& part : {cv::Rect{50, 77, 101, 90}, cv::Rect{0, 3, 31, 17}, cv::Rect{160, 200, 40, 40}}) {
      ASSERT_EQ((part & cv::Rect({0, 0}, face.size())), part);
      const auto found = transformed(face, part, transform, kFaithful);
      EXPECT_EQ(cv::norm(found, whole(part), cv::NORM_INF), 0) << "draw " << i;
    }
  }
}

TEST(SbiFinish, DrawsAJpegHalfOfTheTime) {
  Random random{4, 0, 0};
  std::map<int, int> qualities;
  int compressions = 0;
  for (int i = 0; i < 6000; ++i) {
    const auto finish = draw_finish(random);
    if (!finish.quality) continue;
    ++compressions;
    ++qualities[*finish.quality];
  }
  EXPECT_NEAR(compressions, 3000, 160);
  EXPECT_EQ(qualities.size(), 61U);
  EXPECT_EQ(qualities.begin()->first, 40);
  EXPECT_EQ(qualities.rbegin()->first, 100);
}

TEST(SbiFinish, CompressesAPartAsTheWholeWouldBe) {
  const auto face = outer_face(test::face_sample(100)).image;
  Finish finish;
  for (const auto quality : {40, 75, 100}) {
    finish.quality = quality;
    const auto whole = compressed(face, finish);
    for (const auto& window :
         {cv::Rect{43, 77, 101, 90}, cv::Rect{0, 0, 70, 30}, cv::Rect{133, 171, 67, 69}}) {
      const auto needed = needed_for(finish, window, face.size());
      const auto part = compressed(face(needed), finish)(window - needed.tl());
      EXPECT_EQ(cv::norm(part, whole(window), cv::NORM_INF), 0) << quality << ", " << window;
    }
  }
}

TEST(SbiFinish, CopiesNothingWhereNothingWasDrawn) {
  const auto face = test::face_sample(60).outer;
  EXPECT_EQ(compressed(face, {}).data, face.data);
  EXPECT_EQ(recoloured(face, {}, kFaithful).data, face.data);
  EXPECT_EQ(needed_for({}, {10, 10, 20, 20}, face.size()), cv::Rect(10, 10, 20, 20));
}

}  // namespace
}  // namespace unseen::sbi
