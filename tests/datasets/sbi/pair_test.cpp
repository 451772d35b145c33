#include "sbi/pair.hpp"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "datasets/sbi/plain.hpp"
#include "support/drawn_face.hpp"

namespace unseen::sbi {
namespace {

const Options kOptions{Params{"sbi", Value{}}};

/// The difference of real and fake, zero where the pair's mask is not.
cv::Mat outside_difference(const Pair& pair) {
  cv::Mat difference;
  cv::absdiff(pair.real, pair.fake, difference);
  cv::Mat inside = pair.mask > 0;
  difference(pair.masked).setTo(0, inside);
  return difference;
}

TEST(SbiPair, IsWhatThePlainRecipeMakesOfTheSameDraws) {
  const auto face = outer_face(test::face_sample(140));
  double of_fakes = 0, of_masks = 0;
  constexpr int kPairs = 60;
  for (std::uint64_t item = 0; item < kPairs; ++item) {
    Random random{1, 0, item};
    const Draws draws{kOptions, face.image.size(), random, Phase::train};
    const auto pair = blended_pair(face, draws, kOptions.colour);
    ASSERT_TRUE(pair);
    const auto wanted = plain::pair(face, draws, kOptions.colour);
    ASSERT_EQ(pair->real.size(), wanted.real.size());
    EXPECT_LT(cv::norm(pair->real, wanted.real, cv::NORM_L1),
              0.02 * 3 * static_cast<double>(pair->real.total()))
        << "item " << item;
    of_fakes +=
        cv::norm(pair->fake, wanted.fake, cv::NORM_L1) / (3 * static_cast<double>(pair->fake.total()));
    cv::Mat mask = cv::Mat::zeros(pair->real.size(), CV_64F);
    pair->mask.convertTo(mask(pair->masked), CV_64F);
    of_masks += cv::norm(mask, wanted.mask, cv::NORM_L1) / static_cast<double>(mask.total());
  }
  EXPECT_LT(of_fakes / kPairs, 0.25) << "levels, of 256";
  EXPECT_LT(of_masks / kPairs, 0.006);
}

TEST(SbiPair, DiffersInsideTheMaskAlone) {
  auto options = kOptions;
  options.augment = false;
  const auto face = outer_face(test::face_sample(120));
  for (std::uint64_t item = 0; item < 100; ++item) {
    Random random{2, 0, item};
    const auto pair = blended_pair(face, {options, face.image.size(), random, Phase::train}, options.colour);
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->real.size(), pair->fake.size());
    EXPECT_EQ(cv::countNonZero(outside_difference(*pair).reshape(1)), 0) << "item " << item;
  }
}

TEST(SbiPair, FinishesBothPicturesAlike) {
  const auto face = outer_face(test::face_sample(120));
  int finished = 0;
  for (std::uint64_t item = 0; item < 200; ++item) {
    Random random{3, 0, item};
    Draws draws{kOptions, face.image.size(), random, Phase::train};
    draws.finish.quality.reset();  // what a JPEG does to a block reaches beyond the mask
    finished += draws.finish.colour.shift || draws.finish.colour.hsv || draws.finish.colour.tone ? 1 : 0;
    const auto pair = blended_pair(face, draws, kOptions.colour);
    ASSERT_TRUE(pair);
    EXPECT_EQ(cv::norm(outside_difference(*pair), cv::NORM_INF), 0) << "item " << item;
  }
  EXPECT_GT(finished, 100);
}

TEST(SbiPair, ReturnsTheTargetAsTheRealPicture) {
  const auto face = outer_face(test::face_sample(120));
  const auto window = inner_window(face, kFixedMargins);
  for (std::uint64_t item = 0; item < 20; ++item) {
    Random random{4, 0, item};
    Draws draws{kOptions, face.image.size(), random, Phase::validate};
    draws.softening.ratio = 1;
    draws.transforms_source = true;
    const auto on_source = blended_pair(face, draws, kOptions.colour);
    ASSERT_TRUE(on_source);
    EXPECT_EQ(on_source->real.data, face.image(window).data) << "the untouched picture was copied or changed";
    draws.transforms_source = false;
    const auto on_target = blended_pair(face, draws, kOptions.colour);
    ASSERT_TRUE(on_target);
    const auto changed = transformed(face.image, window, draws.transform, kOptions.colour);
    EXPECT_EQ(cv::norm(on_target->real, changed, cv::NORM_INF), 0);
    // Where the mask is 1 the fake is the copy: moved, changed in the first case and not in the second.
    cv::Mat full = on_target->mask >= 1 - 1e-6;
    ASSERT_GT(cv::countNonZero(full), 0);
    const auto blended = on_target->masked + window.tl();
    const auto copy = warped(face.image, {0, 0}, draws.affine, blended);
    const auto copied = [&](const Pair& pair) {
      return cv::norm(pair.fake(pair.masked), copy, cv::NORM_L1, full) / cv::countNonZero(full);
    };
    EXPECT_LT(copied(*on_target), 1) << "item " << item;
    EXPECT_GT(copied(*on_source), copied(*on_target));
  }
}

TEST(SbiPair, ShowsOneWindowOfBoth) {
  const auto face = outer_face(test::face_sample(120));
  for (std::uint64_t item = 0; item < 40; ++item) {
    Random random{5, 0, item};
    const Draws draws{kOptions, face.image.size(), random, Phase::train};
    const auto pair = blended_pair(face, draws, kOptions.colour);
    ASSERT_TRUE(pair);
    const auto shown = draws.mirrors ? mirrored(face) : face;
    const auto window = inner_window(shown, draws.margins);
    EXPECT_EQ(pair->real.size(), window.size());
    EXPECT_EQ(pair->fake.size(), window.size());
    EXPECT_EQ(pair->points[30], shown.points[30] - cv::Point2f(window.tl()));
  }
}

TEST(SbiPair, IsNoneWhereTheMaskVanishesOrNothingDiffers) {
  auto face = outer_face(test::face_sample(120));
  Random random{6, 0, 0};
  const Draws draws{kOptions, face.image.size(), random, Phase::validate};
  const auto pair = blended_pair(face, draws, kOptions.colour);
  ASSERT_TRUE(pair);
  auto away = face;
  for (auto& point : away.points) point.x -= 400;
  EXPECT_FALSE(blended_pair(away, draws, kOptions.colour)) << "the mask is empty";
  auto elsewhere = face;
  elsewhere.box = {0, 0, 8, 8};
  EXPECT_FALSE(blended_pair(elsewhere, draws, kOptions.colour)) << "the mask lies outside the window";
  auto beside = face;
  const auto border = inner_window(face, kFixedMargins).x + pair->masked.x;
  beside.box = {0, 0, cvRound((border + 6) / 1.125), face.image.rows};  // its window ends a little inside
  EXPECT_FALSE(blended_pair(beside, draws, kOptions.colour)) << "only the last of the border is visible";
  auto black = face;
  black.image = cv::Mat::zeros(face.image.size(), CV_8UC3);
  auto dark = draws;
  dark.transform.colour.tone = cv::Vec2d{0.1, -0.1};
  EXPECT_FALSE(blended_pair(black, dark, kOptions.colour)) << "real and fake are the same picture";
}

}  // namespace
}  // namespace unseen::sbi
