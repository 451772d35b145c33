#include "metrics/bootstrap.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <unseen/error.hpp>

#include "golden_scores.hpp"
#include "metrics/counted_auc.hpp"

namespace unseen {
namespace {

TEST(Bootstrap, GivesTheSameIntervalForTheSameSeed) {
  const GoldenScores golden;
  const auto once = bootstrap_auc(golden.first, golden.labels, {.seed = 7});
  const auto again = bootstrap_auc(golden.first, golden.labels, {.seed = 7});
  const auto other = bootstrap_auc(golden.first, golden.labels, {.seed = 8, .replicates = 100});
  EXPECT_EQ(once.low, again.low);
  EXPECT_EQ(once.high, again.high);
  EXPECT_NE(once.low, other.low);
}

TEST(Bootstrap, AgreesWithDeLongOnOrdinaryScores) {
  const GoldenScores golden;
  const auto estimate = estimate_auc(golden.first, golden.labels);
  const auto interval = bootstrap_auc(golden.first, golden.labels);
  EXPECT_NEAR(interval.high - interval.low, 2.0 * 1.96 * std::sqrt(*estimate.variance), 0.03);
  EXPECT_LT(interval.low, estimate.auc);
  EXPECT_GT(interval.high, estimate.auc);
}

TEST(Bootstrap, KeepsTheSizeOfEachClass) {
  const std::vector<int> labels{1, 0, 0, 1, 0, 0, 0};
  bootstrap_interval(labels, [&](std::span<const std::uint32_t> counts) {
    std::size_t reals = 0, fakes = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) (labels[i] == 1 ? fakes : reals) += counts[i];
    EXPECT_EQ(reals, 5u);
    EXPECT_EQ(fakes, 2u);
    return 0.0;
  });
}

TEST(Bootstrap, DrawsTheSameVideosForBothModels) {
  const GoldenScores golden;
  auto shifted = golden.first;
  for (auto& score : shifted) score /= 2.0;
  const auto interval = bootstrap_auc_difference(golden.first, shifted, golden.labels);
  EXPECT_EQ(interval.low, 0.0);
  EXPECT_EQ(interval.high, 0.0);
}

TEST(Bootstrap, AveragesPairsOfModelsOnEachReplicate) {
  const GoldenScores golden;
  const CountedAuc first{golden.first, golden.labels}, second{golden.second, golden.labels};
  const auto one = bootstrap_auc_difference(golden.first, golden.second, golden.labels);
  const auto twice = bootstrap_mean_difference({first, first}, {second, second}, golden.labels);
  EXPECT_DOUBLE_EQ(one.low, twice.low);
  const auto balanced = bootstrap_mean_difference({first, second}, {second, first}, golden.labels);
  EXPECT_NEAR(balanced.low, 0.0, 1e-15);
  EXPECT_NEAR(balanced.high, 0.0, 1e-15);
}

TEST(Bootstrap, TakesPercentilesOfTheReplicates) {
  double next = 0.0;
  const std::vector<int> labels{0, 1};
  const auto interval =
      bootstrap_interval(labels, [&](auto) { return next++; }, {.replicates = 101, .level = 0.9});
  EXPECT_NEAR(interval.low, 5.0, 1e-12);
  EXPECT_NEAR(interval.high, 95.0, 1e-12);
}

TEST(Bootstrap, RefusesWhatHasNoInterval) {
  const std::vector<int> labels{0, 1};
  EXPECT_THROW(bootstrap_interval({}, [](auto) { return 0.0; }), Error);
  EXPECT_THROW(bootstrap_interval(labels, [](auto) { return 0.0; }, {.replicates = 0}), Error);
  EXPECT_THROW(bootstrap_interval(labels, [](auto) { return 0.0; }, {.level = 1.0}), Error);
  EXPECT_THROW(bootstrap_interval(labels, [](auto) { return std::nan(""); }), Error);
  EXPECT_THROW(bootstrap_auc(std::vector{.1, .2}, std::vector{1, 1}), InputError);
}

}  // namespace
}  // namespace unseen
