#include "metrics/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include <unseen/error.hpp>

namespace unseen {
namespace {

ScoredVideo scored(const std::string& id, int label, std::vector<double> scores) {
  const auto count = static_cast<int>(scores.size());
  return {id, label, std::move(scores), count, 0, 0};
}

std::vector<ScoredVideo> four_videos() {
  return {scored("a", 0, {.1, .3}), scored("b", 0, {.6}), scored("c", 1, {.5, .9}),
          scored("d", 1, {.2, .4, .6})};
}

const ScoredVideo kFaceless{"faceless", 1, {}, 4, 4, 0};
const ScoredVideo kMissing{"missing", 0, {}, 4, 0, 4};
const ScoredVideo kDamaged{"damaged", 1, {}, 4, 3, 1};

std::map<std::string, double> summary(const std::vector<ScoredVideo>& videos, NoFacePolicy policy) {
  const auto stored = summarize(videos, policy);
  std::map<std::string, double> named(stored.begin(), stored.end());
  EXPECT_EQ(named.size(), stored.size()) << "a name is given twice";
  return named;
}

std::string message_of(const std::vector<ScoredVideo>& videos) {
  try {
    summarize(videos, NoFacePolicy::exclude);
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Summary, JudgesVideosByTheMeanOfTheirFrames) {
  // Means: 0.2, 0.6 real; 0.7, 0.4 fake.
  auto metrics = summary(four_videos(), NoFacePolicy::exclude);
  EXPECT_DOUBLE_EQ(metrics["video_auc"], 0.75);
  EXPECT_DOUBLE_EQ(metrics["video_accuracy"], 0.5);
  EXPECT_DOUBLE_EQ(metrics["video_eer"], 0.5);
  EXPECT_DOUBLE_EQ(metrics["video_ap"], 0.5 * 1.0 + 0.5 * 2.0 / 3.0);
  EXPECT_NEAR(metrics["video_logloss"], -(std::log(.8) + std::log(.4) + std::log(.7) + std::log(.4)) / 4.0,
              1e-15);
  EXPECT_LT(metrics["video_auc_low"], 0.75);
  EXPECT_GT(metrics["video_auc_high"], 0.75);
}

TEST(Summary, JudgesFramesWithoutTheirVideos) {
  // Real .1 .3 .6 against fake .5 .9 .2 .4 .6: 2 + 3 + 1 + 2 + 2.5 of 15 pairs.
  EXPECT_DOUBLE_EQ(summary(four_videos(), NoFacePolicy::exclude)["frame_auc"], 10.5 / 15.0);
}

TEST(Summary, CountsWhatItLeavesOut) {
  auto videos = four_videos();
  videos.insert(videos.end(), {kFaceless, kMissing, kDamaged});
  videos.front().frames_expected += 2;
  videos.front().frames_faceless += 1;
  videos.front().frames_missing += 1;
  auto metrics = summary(videos, NoFacePolicy::exclude);
  EXPECT_EQ(metrics["videos_expected"], 7);
  EXPECT_EQ(metrics["videos_scored"], 4);
  EXPECT_EQ(metrics["videos_faceless"], 1);
  EXPECT_EQ(metrics["videos_missing"], 2);
  EXPECT_EQ(metrics["real_videos"], 2);
  EXPECT_EQ(metrics["fake_videos"], 2);
  EXPECT_EQ(metrics["frames_expected"], 22);
  EXPECT_EQ(metrics["frames_scored"], 8);
  EXPECT_EQ(metrics["frames_faceless"], 8);
  EXPECT_EQ(metrics["frames_missing"], 6);
  EXPECT_DOUBLE_EQ(metrics["video_auc"], 0.75);
}

TEST(Summary, LetsAFacelessVideoCountHalfWhereAskedTo) {
  auto videos = four_videos();
  videos.insert(videos.end(), {kFaceless, kMissing, kDamaged});
  auto metrics = summary(videos, NoFacePolicy::half);
  // 0.5 joins the fakes: it beats 0.2 and loses to 0.6.
  EXPECT_DOUBLE_EQ(metrics["video_auc"], 4.0 / 6.0);
  EXPECT_EQ(metrics["fake_videos"], 3);
  EXPECT_EQ(metrics["real_videos"], 2);
  EXPECT_EQ(metrics["videos_scored"], 4);
  EXPECT_EQ(metrics["videos_faceless"], 1);
  EXPECT_EQ(metrics["videos_missing"], 2);
  EXPECT_DOUBLE_EQ(metrics["frame_auc"], 10.5 / 15.0);
}

TEST(Summary, NeverInventsAScoreForDamage) {
  EXPECT_FALSE(video_score(kMissing, NoFacePolicy::half).has_value());
  EXPECT_FALSE(video_score(kDamaged, NoFacePolicy::half).has_value());
  EXPECT_FALSE(video_score(kFaceless, NoFacePolicy::exclude).has_value());
  EXPECT_EQ(video_score(kFaceless, NoFacePolicy::half), 0.5);
}

TEST(Summary, SaysWhichClassIsAbsentAndWhatWasLeftOut) {
  const auto message = message_of({scored("a", 0, {.1}), scored("b", 0, {.2}), kFaceless, kMissing});
  EXPECT_NE(message.find("no fake videos"), std::string::npos) << message;
  EXPECT_NE(message.find("1 show no face and 1 are missing or damaged"), std::string::npos) << message;
  EXPECT_NE(message_of({scored("c", 1, {.1})}).find("no real videos"), std::string::npos);
  EXPECT_THROW(summarize({}, NoFacePolicy::exclude), InputError);
}

TEST(Summary, NamesTheVideoOfABadScore) {
  for (const auto bad : {std::nan(""), 1.5}) {
    auto videos = four_videos();
    videos[2].frame_scores[1] = bad;
    const auto message = message_of(videos);
    EXPECT_NE(message.find("video \"c\": score 2 of 2"), std::string::npos) << message;
  }
}

TEST(VideoScore, IsTheMeanAndNeedsFrames) {
  EXPECT_DOUBLE_EQ(video_score(std::vector{.25, .75}), 0.5);
  EXPECT_THROW(video_score(std::vector<double>{}), Error);
}

}  // namespace
}  // namespace unseen
