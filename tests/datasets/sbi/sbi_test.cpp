// The plugin as it is loaded.
#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <set>
#include <thread>

#include <unseen/error.hpp>

#include "support/drawn_face.hpp"
#include "support/input_error.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

using test::face_sample;

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

bool same(const Group& a, const Group& b) {
  return same(a.at(0).image, b.at(0).image) && same(a.at(1).image, b.at(1).image);
}

Group made(const Augmentation& sbi, const Sample& sample, std::uint64_t item, Phase phase = Phase::train,
           std::uint64_t epoch = 1) {
  Group group{sample};
  Random random{9, epoch, item};
  sbi.apply(group, random, phase);
  return group;
}

TEST(Sbi, MakesARealAndAFakeOfOneReal) {
  const auto sbi = make_augmentation("sbi");
  EXPECT_EQ(sbi->traits().samples_per_item, 2);
  EXPECT_TRUE(sbi->traits().needs_landmarks);
  const auto group = made(*sbi, face_sample(100), 3);
  ASSERT_EQ(group.size(), 2U);
  for (int label = 0; label < 2; ++label) {
    const auto& sample = group[static_cast<std::size_t>(label)];
    EXPECT_EQ(sample.label, label);
    EXPECT_EQ(sample.video, "people/001");
    EXPECT_EQ(sample.frame, 12);
    EXPECT_EQ(sample.image.type(), CV_8UC3);
    EXPECT_EQ(sample.box, cv::Rect({0, 0}, sample.image.size()));
    EXPECT_EQ(sample.outer.data, sample.image.data);
  }
  EXPECT_EQ(group[0].image.size(), group[1].image.size());
  EXPECT_FALSE(same(group[0].image, group[1].image));
}

TEST(Sbi, LeavesTheSamplesOwnPixelsAlone) {
  const auto sbi = make_augmentation("sbi");
  const auto sample = face_sample(90);
  const auto before = sample.outer.clone();
  for (std::uint64_t item = 0; item < 60; ++item) {
    made(*sbi, sample, item);
    made(*sbi, sample, item, Phase::validate);
  }
  EXPECT_TRUE(same(sample.outer, before));
}

TEST(Sbi, DrawsByItemWhoeverWorks) {
  constexpr std::uint64_t kItems = 40;
  const auto sbi = make_augmentation("sbi");
  const auto sample = face_sample(90);
  std::vector<Group> alone(kItems), together(kItems);
  for (std::uint64_t i = 0; i < kItems; ++i) alone[i] = made(*sbi, sample, i);
  {
    std::vector<std::jthread> workers;
    for (std::uint64_t w = 0; w < 4; ++w) {
      workers.emplace_back([&, w] {
        for (auto i = kItems; i-- > 0;) {
          if (i % 4 == w) together[i] = made(*sbi, sample, i);
        }
      });
    }
  }
  for (std::uint64_t i = 0; i < kItems; ++i) EXPECT_TRUE(same(alone[i], together[i])) << "item " << i;
  for (std::uint64_t i = 1; i < kItems; ++i) EXPECT_FALSE(same(alone[i], alone[0])) << "items draw alike";
}

TEST(Sbi, NeitherMirrorsNorFinishesInValidationAndKeepsTheWindow) {
  const auto sbi = make_augmentation("sbi", R"({"transform_source":1.0})");
  const auto sample = face_sample(100);
  const auto& box = sample.box;
  const cv::Rect window{box.x - 12, box.y - 15, box.width + 24, box.height + 30};
  for (std::uint64_t item = 0; item < 30; ++item) {
    const auto group = made(*sbi, sample, item, Phase::validate);
    EXPECT_TRUE(same(group[0].image, sample.outer(window))) << "item " << item;
    EXPECT_TRUE(same(group, made(*sbi, sample, item, Phase::validate)));
  }
}

TEST(Sbi, TakesEightyOnePointsToo) {
  const auto sbi = make_augmentation("sbi", R"({"masks":["facehull"],"drop_forehead":0.0,"augment":false})");
  const auto sample = face_sample(100);
  auto with_forehead = sample;
  const cv::Rect2f face{60, 145, 100, 100};
  with_forehead.landmarks = test::landmarks_with_forehead(face);
  const auto highest = [](const Group& group) {
    cv::Mat difference;
    cv::absdiff(group[0].image, group[1].image, difference);
    return cv::boundingRect(difference.reshape(1)).y;
  };
  for (std::uint64_t item = 0; item < 10; ++item) {
    const auto plain = made(*sbi, sample, item, Phase::validate);
    EXPECT_LT(highest(made(*sbi, with_forehead, item, Phase::validate)), highest(plain)) << "item " << item;
  }
  const auto always_dropped = make_augmentation("sbi", R"({"drop_forehead":1.0})");
  EXPECT_TRUE(same(made(*always_dropped, with_forehead, 1), made(*always_dropped, sample, 1)));
}

TEST(Sbi, WorksOnFacesAtTheBorderAndOnTinyOnes) {
  const auto sbi = make_augmentation("sbi");
  for (const auto width : {8, 11, 16}) {
    const auto sample = face_sample(width);
    for (std::uint64_t item = 0; item < 200; ++item) {
      const auto group = made(*sbi, sample, item);
      EXPECT_FALSE(same(group[0].image, group[1].image)) << width << " pixels, item " << item;
    }
  }
  auto cut = face_sample(100);
  const cv::Rect half{110, 130, 80, 90};  // the right half of the face and no chin
  cut.outer = cut.outer(half).clone();
  for (auto& point : *cut.landmarks) point -= cv::Point2f(half.tl());
  cut.box = (cut.box - half.tl()) & cv::Rect({0, 0}, half.size());
  cut.image = cut.outer(cut.box);
  for (std::uint64_t item = 0; item < 100; ++item) {
    const auto group = made(*sbi, cut, item);
    EXPECT_FALSE(same(group[0].image, group[1].image)) << "item " << item;
  }
}

TEST(Sbi, ThrowsWithVideoAndFrameWhereEveryDrawFails) {
  const auto sbi = make_augmentation("sbi");
  auto apart = face_sample(100);
  apart.box = {15, 50, 12, 12};  // of another face, it seems
  for (const auto phase : {Phase::train, Phase::validate}) {
    try {
      made(*sbi, apart, 1, phase);
      FAIL() << "a pair without a fake";
    } catch (const Error& error) {
      EXPECT_TRUE(contains(error.what(), "people/001: frame 12: 16 draws left no visible blend"));
    }
  }
}

TEST(Sbi, DrawsAgainWhereADrawLeavesNoFake) {
  // A black picture is the same after any change but that of a brightness that rises.
  const auto sbi = make_augmentation("sbi", R"({"augment":false})");
  auto black = face_sample(100);
  black.outer = cv::Mat::zeros(black.outer.size(), CV_8UC3);
  for (std::uint64_t item = 0; item < 50; ++item) {
    const auto group = made(*sbi, black, item);
    EXPECT_FALSE(same(group[0].image, group[1].image)) << "item " << item << ": a real is called a fake";
  }
}

TEST(Sbi, RefusesACropThatAnotherHasChanged) {
  const auto sbi = make_augmentation("sbi");
  auto noisy = face_sample(60);
  noisy.image = noisy.image.clone();
  EXPECT_TRUE(contains(input_error_of([&] { made(*sbi, noisy, 0); }), "name it first"));
}

TEST(Sbi, RefusesFakesAndGroups) {
  const auto sbi = make_augmentation("sbi");
  auto fake = face_sample(60);
  fake.label = 1;
  EXPECT_TRUE(contains(input_error_of([&] { made(*sbi, fake, 0); }), "people/001 is a fake"));
  Group pair{face_sample(60), face_sample(60)};
  Random random{0, 0, 0};
  EXPECT_TRUE(contains(input_error_of([&] { sbi->apply(pair, random, Phase::train); }), "group of 2"));
}

TEST(Sbi, RefusesOptionsThatMeanNothing) {
  for (const auto* params : {R"({"masks":[]})", R"({"masks":["oval"]})", R"({"blend_ratios":[]})",
                             R"({"blend_ratios":[0.0]})", R"({"colour":"vivid"})", R"({"flip":1.5})",
                             R"({"elastic":-1.0})", R"({"scale":0.0})", R"({"alpha":50.0})"}) {
    EXPECT_NE(input_error_of([&] { make_augmentation("sbi", params); }), "") << params;
  }
}

TEST(Sbi, ObeysItsOptions) {
  const auto sample = face_sample(100);
  const auto fixed = R"({"shift_x":0.0,"shift_y":0.0,"scale":1.0,"elastic":0.0,"masks":["dfl_full"],
                         "blend_ratios":[0.5],"transform_source":1.0,"flip":0.0,"augment":false})";
  const auto sbi = make_augmentation("sbi", fixed);
  for (std::uint64_t item = 0; item < 10; ++item) {
    const auto group = made(*sbi, sample, item);
    cv::Mat difference;
    cv::absdiff(group[0].image, group[1].image, difference);
    EXPECT_LT(cv::mean(difference)[0], 12) << "half of a copy that has not moved";
  }
  const auto fraction = make_augmentation("sbi", R"({"colour":"as_fraction"})");
  EXPECT_FALSE(same(made(*fraction, sample, 1), made(*make_augmentation("sbi"), sample, 1)));
}

}  // namespace
}  // namespace unseen
