#include "metrics/delong.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include <unseen/error.hpp>

#include "golden_scores.hpp"
#include "random_scores.hpp"

namespace unseen {
namespace {

using Scores = std::vector<double>;
using Labels = std::vector<int>;

Labels labels_of(int reals, int fakes) {
  Labels labels(static_cast<std::size_t>(reals), 0);
  labels.resize(static_cast<std::size_t>(reals + fakes), 1);
  return labels;
}

Scores separated(const Labels& labels) {
  Scores scores;
  for (std::size_t i = 0; i < labels.size(); ++i)
    scores.push_back(labels[i] + 0.001 * static_cast<double>(i));
  return scores;
}

double variance_of_mean(const Scores& values) {
  double sum = 0.0, squares = 0.0;
  for (const auto value : values) sum += value;
  const auto n = static_cast<double>(values.size());
  for (const auto value : values) squares += (value - sum / n) * (value - sum / n);
  return squares / (n - 1.0) / n;
}

/// DeLong's variance by its definition: each video's share of pairs in order, over all pairs.
double variance_by_pairs(const Scores& scores, const Labels& labels) {
  std::array<Scores, 2> shares;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    double won = 0.0, pairs = 0.0;
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] == labels[j]) continue;
      const auto lead = labels[i] == 1 ? scores[i] - scores[j] : scores[j] - scores[i];
      won += lead > 0.0 ? 1.0 : lead == 0.0 ? 0.5 : 0.0;
      pairs += 1.0;
    }
    shares[static_cast<std::size_t>(labels[i])].push_back(won / pairs);
  }
  return variance_of_mean(shares[0]) + variance_of_mean(shares[1]);
}

TEST(AucEstimate, VarianceIsThatOfItsDefinition) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Random random{seed, 0, 0};
  for (int round = 0; round < 100; ++round) {
    const RandomScores data{random, 50};
    const auto estimate = estimate_auc(data.scores, data.labels);
    if (!estimate.variance) continue;
    ASSERT_NEAR(*estimate.variance, variance_by_pairs(data.scores, data.labels), 1e-14);
  }
}

TEST(AucEstimate, IntervalIsSymmetricOnTheLogit) {
  const GoldenScores golden;
  const auto estimate = estimate_auc(golden.first, golden.labels);
  const auto logit = [](double share) { return std::log(share / (1.0 - share)); };
  const auto half = 1.959963984540054 * std::sqrt(golden.json.at("delong_var")[0].get<double>()) /
                    (estimate.auc * (1.0 - estimate.auc));
  EXPECT_NEAR(logit(estimate.interval.low), logit(estimate.auc) - half, 1e-9);
  EXPECT_NEAR(logit(estimate.interval.high), logit(estimate.auc) + half, 1e-9);
}

TEST(AucEstimate, GivesTheExactBoundWhereTheClassesAreSeparated) {
  const auto labels = labels_of(14, 14);
  const auto best = estimate_auc(separated(labels), labels);
  EXPECT_EQ(best.auc, 1.0);
  EXPECT_EQ(best.variance, 0.0);
  EXPECT_NEAR(std::pow(best.interval.low, 14.0), 0.025, 1e-12);
  EXPECT_EQ(best.interval.high, 1.0);

  auto reversed = separated(labels);
  for (auto& score : reversed) score = -score;
  const auto worst = estimate_auc(reversed, labels);
  EXPECT_EQ(worst.auc, 0.0);
  EXPECT_EQ(worst.interval.low, 0.0);
  EXPECT_NEAR(worst.interval.high, 1.0 - best.interval.low, 1e-15);
}

TEST(AucEstimate, CountsTheSmallerClassWhereItFallsBack) {
  const auto few = labels_of(1000, 5), more = labels_of(1000, 50);
  EXPECT_LT(estimate_auc(separated(few), few).interval.low, estimate_auc(separated(more), more).interval.low);
}

TEST(AucEstimate, SaysLittleOfEqualScoresOrOfAClassOfOne) {
  const auto equal = estimate_auc(Scores(28, 0.5), labels_of(14, 14));
  EXPECT_EQ(equal.auc, 0.5);
  EXPECT_LT(equal.interval.low, 0.3);
  EXPECT_NEAR(equal.interval.low + equal.interval.high, 1.0, 1e-12);

  const auto single = estimate_auc(Scores{.1, .3, .2}, Labels{0, 0, 1});
  EXPECT_FALSE(single.variance.has_value());
  EXPECT_LT(single.interval.low, 0.1);
  EXPECT_GT(single.interval.high, 0.9);
}

TEST(AucEstimate, IntervalHoldsTheAucAndStaysWithinBounds) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Random random{seed, 0, 0};
  for (int round = 0; round < 500; ++round) {
    const RandomScores data{random, 12};
    const auto estimate = estimate_auc(data.scores, data.labels);
    ASSERT_GE(estimate.interval.low, 0.0);
    ASSERT_LE(estimate.interval.low, estimate.auc);
    ASSERT_GE(estimate.interval.high, estimate.auc);
    ASSERT_LE(estimate.interval.high, 1.0);
    ASSERT_LT(estimate.interval.low, estimate.interval.high);
  }
}

TEST(AucComparison, FindsNothingBetweenModelsThatRankAlike) {
  const GoldenScores golden;
  auto squared = golden.first;
  for (auto& score : squared) score *= score;
  const auto comparison = compare_aucs(golden.first, squared, golden.labels);
  EXPECT_FALSE(comparison.z.has_value());
  EXPECT_EQ(comparison.p, 1.0);
}

TEST(AucComparison, ChangesItsSignWithTheModels) {
  const GoldenScores golden;
  const auto forth = compare_aucs(golden.first, golden.second, golden.labels);
  const auto back = compare_aucs(golden.second, golden.first, golden.labels);
  EXPECT_DOUBLE_EQ(forth.z.value(), -back.z.value());
  EXPECT_DOUBLE_EQ(forth.p.value(), back.p.value());
}

TEST(AucComparison, GivesNoVerdictWithoutVariance) {
  const auto labels = labels_of(5, 5);
  const auto comparison = compare_aucs(separated(labels), Scores(10, 0.5), labels);
  EXPECT_EQ(comparison.first - comparison.second, 0.5);
  EXPECT_FALSE(comparison.z.has_value());
  EXPECT_FALSE(comparison.p.has_value());
}

TEST(AucComparison, NeedsTwoVideosAClass) {
  EXPECT_THROW(compare_aucs(Scores{.1, .2, .3}, Scores{.3, .2, .1}, Labels{0, 0, 1}), InputError);
}

}  // namespace
}  // namespace unseen
