#include <gtest/gtest.h>

#include <cmath>

#include "results/queries.hpp"
#include "sample_runs.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class CellValues : public testing::Test {
 protected:
  CellValue value(const std::string& identity, std::int64_t seed) {
    const Plan plan{"e", "h", "e.toml", "{}", {seed}, {{{}, identity, false, {{"CDF", "identity of CDF"}}}},
                    {}};
    const auto values = cell_values(database_, plan, "video_auc");
    EXPECT_EQ(values.size(), 1U);
    return values.at(0);
  }

  TemporaryFolder folder_;
  Database database_ = Database::open(folder_.path() / "r.db");
};

TEST_F(CellValues, HoldTheMetricItsIntervalAndTheCounts) {
  const auto run_id = finished_run(database_, "aa", 1);
  evaluated(database_, run_id, "CDF",
            {{"video_auc", 0.8},
             {"video_auc_low", 0.7},
             {"video_auc_high", 0.9},
             {"real_videos", 14},
             {"fake_videos", 15}});
  const auto found = value("aa", 1);
  EXPECT_EQ(found.run_id, run_id);
  EXPECT_EQ(found.run_state, "finished");
  EXPECT_EQ(found.evaluation_state, "finished");
  EXPECT_EQ(found.value, 0.8);
  EXPECT_EQ(found.low, 0.7);
  EXPECT_EQ(found.high, 0.9);
  EXPECT_EQ(found.real_videos, 14);
  EXPECT_EQ(found.fake_videos, 15);
}

TEST_F(CellValues, GoByTheTestsIdentityNotItsName) {
  evaluated(database_, finished_run(database_, "aa", 1), "CDF", {{"video_auc", 0.8}});
  const Plan renamed{"e",  "h", "e.toml",
                     "{}", {1}, {{{}, "aa", false, {{"Celeb-DF", "identity of CDF"}, {"CDF", "x"}}}},
                     {}};
  const auto values = cell_values(database_, renamed, "video_auc");
  ASSERT_EQ(values.size(), 2U);
  EXPECT_EQ(values[0].test, "Celeb-DF");
  EXPECT_EQ(values[0].value, 0.8);
  EXPECT_EQ(values[1].evaluation_state, "");
  EXPECT_FALSE(values[1].value);
}

TEST_F(CellValues, AreEmptyUntilClaimed) {
  const auto found = value("aa", 1);
  EXPECT_EQ(found.run_id, "");
  EXPECT_EQ(found.run_state, "");
  EXPECT_EQ(found.evaluation_state, "");
  EXPECT_FALSE(found.value);
}

TEST_F(CellValues, ShowNoNumberOfAnUnfinishedRun) {
  const auto run_id = claim_run(database_, sample_run("aa", 1)).run_id;
  end_run(database_, run_id, "failed");
  evaluated(database_, run_id, "CDF", {{"video_auc", 0.8}});
  EXPECT_EQ(value("aa", 1).run_state, "failed");
  EXPECT_EQ(value("aa", 1).evaluation_state, "finished");
  EXPECT_FALSE(value("aa", 1).value);
}

TEST_F(CellValues, KeepTheNumberThatCountsWhileARepetitionRuns) {
  const auto run_id = finished_run(database_, "aa", 1);
  evaluated(database_, run_id, "CDF", {{"video_auc", 0.8}});
  claim_run(database_, sample_run("aa", 1), true);
  claim_evaluation(database_, {run_id, "c0ffee", "identity of CDF"}, "CDF", "{}", true);
  EXPECT_EQ(value("aa", 1).run_id, run_id);
  EXPECT_EQ(value("aa", 1).value, 0.8);
}

TEST_F(CellValues, TakeTheNumberOfTheRunThatSuperseded) {
  evaluated(database_, finished_run(database_, "aa", 1), "CDF", {{"video_auc", 0.8}});
  const auto second = finished_run(database_, "aa", 1, true);
  EXPECT_EQ(value("aa", 1).run_id, second);
  EXPECT_FALSE(value("aa", 1).value);
  evaluated(database_, second, "CDF", {{"video_auc", 0.6}});
  EXPECT_EQ(value("aa", 1).value, 0.6);
}

TEST_F(CellValues, AreMissingForNan) {
  evaluated(database_, finished_run(database_, "aa", 1), "CDF", {{"video_auc", std::nan("")}});
  EXPECT_EQ(value("aa", 1).evaluation_state, "finished");
  EXPECT_FALSE(value("aa", 1).value);
}

TEST_F(CellValues, ComeInTheOrderOfThePlan) {
  const std::vector<PlannedTest> tests{{"B", "tb"}, {"A", "ta"}};
  const Plan plan{"e", "h", "e.toml", "{}", {2, 1}, {{{}, "bb", false, tests}, {{}, "aa", false, tests}}, {}};
  const auto values = cell_values(database_, plan, "video_auc");
  ASSERT_EQ(values.size(), 8U);
  EXPECT_EQ(values[0].cell, 0U);
  EXPECT_EQ(values[0].seed, 2);
  EXPECT_EQ(values[0].test, "B");
  EXPECT_EQ(values[1].test, "A");
  EXPECT_EQ(values[2].seed, 1);
  EXPECT_EQ(values[4].cell, 1U);
}

}  // namespace
}  // namespace unseen
