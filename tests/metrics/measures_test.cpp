#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include <unseen/error.hpp>

#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/average_precision.hpp"
#include "metrics/equal_error_rate.hpp"
#include "metrics/log_loss.hpp"
#include "random_scores.hpp"

namespace unseen {
namespace {

using Scores = std::vector<double>;
using Labels = std::vector<int>;

double auc_by_pairs(const Scores& scores, const Labels& labels) {
  double won = 0.0, pairs = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] != 1 || labels[j] != 0) continue;
      pairs += 1.0;
      won += scores[i] > scores[j] ? 1.0 : scores[i] == scores[j] ? 0.5 : 0.0;
    }
  }
  return won / pairs;
}

TEST(Auc, IsTheShareOfPairsInOrder) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Random random{seed, 0, 0};
  for (int round = 0; round < 200; ++round) {
    const RandomScores data{random, 60};
    ASSERT_NEAR(auc(data.scores, data.labels), auc_by_pairs(data.scores, data.labels), 1e-14);
  }
}

TEST(Auc, IsExactAtItsEndsAndInTheMiddle) {
  const Labels labels{0, 0, 0, 1, 1};
  EXPECT_EQ(auc(Scores{.1, .2, .3, .4, .5}, labels), 1.0);
  EXPECT_EQ(auc(Scores{.5, .4, .3, .2, .1}, labels), 0.0);
  EXPECT_EQ(auc(Scores{.5, .5, .5, .5, .5}, labels), 0.5);
}

TEST(Auc, DependsOnOrderAlone) {
  const Labels labels{0, 1, 0, 1, 1};
  const Scores scores{.2, .4, .4, .9, .1};
  Scores cubed;
  for (const auto score : scores) cubed.push_back(score * score * score);
  EXPECT_EQ(auc(scores, labels), auc(cubed, labels));
}

TEST(Midranks, ShareTheRanksOfTies) {
  EXPECT_EQ(midranks(Scores{3, 1, 3, 2, 3}), (Scores{4, 1, 4, 2, 4}));
  EXPECT_EQ(midranks(Scores{7, 7}), (Scores{1.5, 1.5}));
  EXPECT_TRUE(midranks(Scores{}).empty());
}

TEST(Accuracy, CountsAScoreAtTheThresholdAsFake) {
  EXPECT_EQ(accuracy(Scores{.5, .5}, Labels{1, 0}), 0.5);
  EXPECT_EQ(accuracy(Scores{.4999, .5}, Labels{0, 1}), 1.0);
  EXPECT_EQ(accuracy(Scores{.4, .6}, Labels{1, 1}, 0.3), 1.0);
}

TEST(LogLoss, IsFiniteForSureAndWrongScores) {
  EXPECT_DOUBLE_EQ(log_loss(Scores{0.0}, Labels{1}), 52.0 * std::log(2.0));
  EXPECT_DOUBLE_EQ(log_loss(Scores{1.0}, Labels{0}), 52.0 * std::log(2.0));
  EXPECT_LT(log_loss(Scores{1.0, 0.0}, Labels{1, 0}), 1e-15);
  EXPECT_DOUBLE_EQ(log_loss(Scores{.5, .5}, Labels{1, 0}), std::log(2.0));
}

TEST(LogLoss, RefusesWhatIsNoProbability) {
  EXPECT_THROW(log_loss(Scores{1.5}, Labels{1}), Error);
  EXPECT_THROW(log_loss(Scores{-1e-9}, Labels{1}), Error);
}

TEST(EqualErrorRate, IsKnownForSimpleCurves) {
  EXPECT_EQ(equal_error_rate(Scores{.1, .2, .8, .9}, Labels{0, 0, 1, 1}), 0.0);
  EXPECT_EQ(equal_error_rate(Scores{.9, .8, .2, .1}, Labels{0, 0, 1, 1}), 1.0);
  EXPECT_EQ(equal_error_rate(Scores{.5, .5, .5, .5}, Labels{0, 0, 1, 1}), 0.5);
  EXPECT_EQ(equal_error_rate(Scores{.1, .6, .4, .9}, Labels{0, 0, 1, 1}), 0.5);
}

TEST(EqualErrorRate, TurnsRoundWhenTheClassesChangePlaces) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Random random{seed, 0, 0};
  for (int round = 0; round < 100; ++round) {
    const RandomScores data{random, 40};
    Scores mirrored;
    Labels swapped;
    for (const auto score : data.scores) mirrored.push_back(1.0 - score);
    for (const auto label : data.labels) swapped.push_back(1 - label);
    ASSERT_NEAR(equal_error_rate(data.scores, data.labels), equal_error_rate(mirrored, swapped), 1e-12);
  }
}

TEST(AveragePrecision, TakesOnePointForTiedScores) {
  EXPECT_EQ(average_precision(Scores{.5, .5, .5, .5}, Labels{1, 0, 0, 0}), 0.25);
  EXPECT_EQ(average_precision(Scores{.9, .8, .1}, Labels{1, 1, 0}), 1.0);
  EXPECT_DOUBLE_EQ(average_precision(Scores{.9, .8, .7}, Labels{1, 0, 1}), 0.5 + 0.5 * 2.0 / 3.0);
}

}  // namespace
}  // namespace unseen
