#include "metrics/video_metric.hpp"

#include <gtest/gtest.h>

#include <unseen/error.hpp>

#include "metrics/counted_auc.hpp"
#include "random_scores.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

TEST(VideoMetric, UnderResamplingIsThatOfTheVideosRepeated) {
  constexpr std::uint64_t kSeed = 20261126;
  SCOPED_TRACE(kSeed);
  Random random{kSeed, 0, 0};
  for (int round = 0; round < 200; ++round) {
    const RandomScores drawn{random, 40};
    std::vector<std::uint32_t> counts(drawn.scores.size());
    std::vector<double> scores;
    std::vector<int> labels;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] = static_cast<std::uint32_t>(random.integer(i < 2 ? 1 : 0, 3));  // both classes stay
      scores.insert(scores.end(), counts[i], drawn.scores[i]);
      labels.insert(labels.end(), counts[i], drawn.labels[i]);
    }
    for (const auto* name : {"video_auc", "video_accuracy", "video_logloss", "video_eer", "video_ap"}) {
      const auto metric = video_metric(name);
      EXPECT_NEAR(metric.counted(drawn.scores, drawn.labels)(counts), metric.value(scores, labels), 1e-13)
          << name;
    }
  }
}

TEST(VideoMetric, RefusesOneClassAndNamesThatItDoesNotKnow) {
  const std::vector<double> scores{0.1, 0.2};
  const std::vector<int> labels{1, 1};
  EXPECT_THROW((CountedAuc{scores, labels}), InputError);
  EXPECT_TRUE(contains(input_error_of([] { video_metric("video_err"); }), "did you mean \"video_eer\"?"));
}

}  // namespace
}  // namespace unseen
