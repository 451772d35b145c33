#include "study/comparison.hpp"

#include <gtest/gtest.h>

#include "metrics/auc.hpp"
#include "study/comparison_text.hpp"
#include "study/run_pairs.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

ComparedTest ten_videos(std::vector<PairScores> pairs) {
  return {"CDF", {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, std::move(pairs)};
}

const std::vector<double> kWeak{0.2, 0.6, 0.3, 0.7, 0.1, 0.5, 0.4, 0.65, 0.8, 0.15};
const std::vector<double> kFair{0.2, 0.2, 0.2, 0.7, 0.2, 0.6, 0.6, 0.6, 0.6, 0.3};
const std::vector<double> kReversed{0.9, 0.9, 0.9, 0.9, 0.8, 0.1, 0.1, 0.1, 0.1, 0.2};
const std::vector<double> kPerfect{0.1, 0.1, 0.1, 0.1, 0.2, 0.9, 0.9, 0.9, 0.9, 0.8};

TEST(Comparison, GivesSecondLessFirstWithItsTests) {
  const auto test = ten_videos({{"a", "b", 1, kWeak, kPerfect}});
  const auto found = compare(test, {});
  EXPECT_DOUBLE_EQ(found.first, auc(kWeak, test.labels));
  EXPECT_DOUBLE_EQ(found.second, 1.0);
  EXPECT_DOUBLE_EQ(found.difference, 1.0 - found.first);
  EXPECT_LT(found.bootstrap.low, found.difference);
  EXPECT_GT(found.pairs.front().delong.value().z.value(), 0.0) << "of the same sign as the difference";
  EXPECT_FALSE(found.over_pairs) << "one pair says nothing of others";
  EXPECT_EQ(found.real, 5U);
}

TEST(Comparison, TestsOverPairsAndAveragesThem) {
  auto found = compare(ten_videos({{"a", "b", 1, kWeak, kPerfect}, {"c", "d", 2, kFair, kPerfect}}), {});
  EXPECT_DOUBLE_EQ(found.difference, 1.0 - (0.64 + 0.8) / 2);
  EXPECT_EQ(found.over_pairs.value().n, 2U);
  auto text = comparison_grid({found}, metric_style("video_auc"))[1];
  EXPECT_EQ(text[7], "-") << "DeLong's test is of one pair";
  EXPECT_EQ(text.back(), "may be noise: videos") << "ten of them";
  found.bootstrap = {0.1, 0.4};
  text = comparison_grid({found}, metric_style("video_auc"))[1];
  EXPECT_EQ(text.back(), "may be noise: runs") << "two seeds that differ by 0.36 and 0.2";
}

TEST(Comparison, OfAnyMetricIsTheDifferenceOfItsMeans) {
  const auto test = ten_videos({{"a", "b", 1, kReversed, kPerfect}});
  for (const auto* metric : {"video_accuracy", "video_logloss", "video_eer", "video_ap"}) {
    ComparisonOptions options;
    options.metric = metric;
    const auto found = compare(test, options);
    EXPECT_NEAR(found.difference, found.second - found.first, 1e-15);
    EXPECT_TRUE(found.bootstrap.low <= found.difference && found.difference <= found.bootstrap.high)
        << metric;
    EXPECT_EQ(comparison_grid({found}, metric_style(metric))[1].back(), "B better, of one run each")
        << metric;
  }
}

TEST(Comparison, RefusesOneClassAndMetricsThatItDoesNotKnow) {
  ComparedTest reals{"WDF", {0, 0}, {{"a", "b", 1, {0.1, 0.2}, {0.1, 0.2}}}};
  EXPECT_TRUE(contains(input_error_of([&] { compare(reals, {}); }),
                       "test WDF: nothing can be compared: 2 real and 0 fake"));
  EXPECT_TRUE(contains(input_error_of([&] { compare(reals, {.metric = "video_acu"}); }),
                       "did you mean \"video_auc\"?"));
}

PairedRun run(const std::string& id, std::int64_t seed, const std::string& rule, const std::string& data) {
  return {id, seed, {{"regularizer.plugin", rule}, {"train.dataset.methods", data}}};
}

TEST(RunPairs, JoinWhatDiffersLeast) {
  const std::vector<PairedRun> erm{run("a", 1, "erm", "DF"), run("b", 1, "erm", "F2F"),
                                   run("c", 2, "erm", "DF")};
  const std::vector<PairedRun> sam{run("x", 2, "sam", "DF"), run("y", 1, "sam", "F2F"),
                                   run("z", 3, "sam", "DF")};
  const auto found = pair_runs(erm, sam);
  ASSERT_EQ(found.pairs.size(), 2U);
  EXPECT_EQ(found.pairs[0].second, 1U) << "b with y, both of F2F";
  EXPECT_EQ(found.pairs[1].second, 0U);
  EXPECT_EQ(found.alone_first, 1U);
  EXPECT_EQ(found.alone_second, 1U);
  const auto settings = differences(erm, sam, found);
  ASSERT_EQ(settings.size(), 1U);
  EXPECT_EQ(settings[0].path, "regularizer.plugin");
  EXPECT_EQ(settings[0].second, "sam");
}

TEST(RunPairs, LeaveOutWhatDiffersInMoreThanTheOthers) {
  // Half a sweep: b and y are the nearest to each other, but of other data.
  auto b = run("b", 1, "erm", "F2F"), y = run("y", 1, "sam", "NT");
  b.params["backbone.plugin"] = y.params["backbone.plugin"] = "convnext";
  const auto found = pair_runs({run("a", 1, "erm", "DF"), b}, {y, run("x", 1, "sam", "DF")});
  ASSERT_EQ(found.pairs.size(), 1U);
  EXPECT_EQ(found.pairs[0].first, 0U);
  EXPECT_EQ(found.alone_first, 1U);
}

TEST(RunPairs, TakeTwoRunsWhateverTheirSeeds) {
  EXPECT_EQ(pair_runs({run("a", 1, "erm", "DF")}, {run("b", 7, "sam", "DF")}).pairs.size(), 1U);
}

TEST(RunPairs, RefuseTwoPartnersThatAreEquallyLike) {
  const auto refusal = input_error_of([] {
    pair_runs({run("a", 1, "erm", "DF"), run("b", 1, "erm", "NT")},
              {run("x", 1, "sam", "FS"), run("y", 1, "gnp", "FS")});
  });
  EXPECT_TRUE(contains(refusal, "run a is as much like x as like y"));
}

}  // namespace
}  // namespace unseen
