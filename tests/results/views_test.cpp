#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "results/connection.hpp"
#include "sample_runs.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class Views : public testing::Test {
 protected:
  void seeds(const std::string& identity, const std::vector<double>& values,
             const std::string& metric = "video_auc") {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto run_id = finished_run(database_, identity, static_cast<std::int64_t>(i));
      evaluated(database_, run_id, "CDF", {{metric, values[i]}});
    }
  }
  std::vector<QueryValue> group(const std::string& identity) {
    const auto rows =
        query(database_, "SELECT n, mean, sd FROM v_seed_groups WHERE identity = '" + identity + "'").rows;
    EXPECT_EQ(rows.size(), 1U);
    return rows.at(0);
  }

  TemporaryFolder folder_;
  Database database_ = Database::open(folder_.path() / "r.db");
};

TEST_F(Views, HaveExactlyTheDocumentedColumns) {
  using Names = std::vector<std::string>;
  const std::map<std::string, Names> wanted{
      {"v_runs", Names{"run_id", "identity", "seed", "state", "backbone", "regularizer", "train_data",
                       "started", "ended", "host", "commit", "device"}},
      {"v_cells", Names{"experiment", "plan", "cell", "axis", "label", "seed", "identity", "run_id"}},
      {"v_params", Names{"run_id", "path", "value"}},
      {"v_final", Names{"run_id", "evaluation_id", "test", "metric", "value", "test_identity"}},
      {"v_curves", Names{"run_id", "metric", "step", "epoch", "value"}},
      {"v_video_scores", Names{"run_id", "evaluation_id", "test", "video", "label", "method", "score",
                               "frames_expected", "frames_scored", "frames_faceless", "frames_missing"}},
      {"v_seed_groups", Names{"identity", "test", "metric", "n", "mean", "sd", "test_identity"}},
      {"v_leaderboard", Names{"test", "metric", "rank", "backbone", "regularizer", "train_data", "n", "mean",
                              "sd", "identity", "test_identity"}},
      {"v_tags", Names{"run_id", "tag"}},
      {"v_notes", Names{"run_id", "time", "text"}}};
  std::map<std::string, Names> found;
  for (const auto& row : query(database_, "SELECT name FROM sqlite_schema WHERE type = 'view'").rows) {
    const auto name = std::get<std::string>(*row.at(0));
    found[name] = query(database_, "SELECT * FROM " + name).columns;
  }
  EXPECT_EQ(found, wanted);
}

TEST_F(Views, GiveTheMeanAndSampleDeviationOfTheSeeds) {
  seeds("aa", {0.81, 0.84, 0.87});
  const auto row = group("aa");
  EXPECT_EQ(number(row[0]), 3);
  EXPECT_NEAR(number(row[1]).value(), 0.84, 1e-15);
  EXPECT_NEAR(number(row[2]).value(), 0.03, 1e-15);
}

TEST_F(Views, KeepTheDeviationOfValuesFarFromZero) {
  seeds("aa", {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16});  // centred: -6 -3 3 6; 90 / 3
  EXPECT_NEAR(number(group("aa")[2]).value(), std::sqrt(30.0), 1e-9);
}

TEST_F(Views, HaveNoDeviationOfOneSeed) {
  seeds("aa", {0.8});
  EXPECT_EQ(number(group("aa")[0]), 1);
  EXPECT_FALSE(group("aa")[2]);
}

TEST_F(Views, CountNoNan) {
  seeds("aa", {0.8, std::nan(""), 0.6});
  EXPECT_EQ(number(group("aa")[0]), 2);
  EXPECT_NEAR(number(group("aa")[1]).value(), 0.7, 1e-15);
  EXPECT_NEAR(number(group("aa")[2]).value(), std::sqrt(0.02), 1e-15);
}

TEST_F(Views, CountNoSupersededRun) {
  seeds("aa", {0.8, 0.6});
  evaluated(database_, finished_run(database_, "aa", 0, true), "CDF", {{"video_auc", 0.4}});
  EXPECT_EQ(number(group("aa")[0]), 2);
  EXPECT_NEAR(number(group("aa")[1]).value(), 0.5, 1e-15);
}

TEST_F(Views, CountOnlyFinishedRunsAndEvaluations) {
  for (const auto* state : {"failed", "interrupted"}) {
    const auto run_id = claim_run(database_, sample_run(state, 1)).run_id;
    end_run(database_, run_id, state);
    evaluated(database_, run_id, "CDF", {{"video_auc", 0.5}});
  }
  const auto run_id = finished_run(database_, "aa", 1);
  claim_evaluation(database_, {run_id, "c0ffee", "t"}, "CDF", "{}");
  for (const auto* view : {"v_final", "v_video_scores", "v_seed_groups", "v_leaderboard"}) {
    EXPECT_TRUE(query(database_, std::string{"SELECT * FROM "} + view).rows.empty()) << view;
  }
}

TEST_F(Views, KeepTwoTestsOfOneNameApart) {
  const auto run_id = finished_run(database_, "aa", 1);
  for (const auto* identity : {"8 frames", "32 frames"}) {
    const auto claim = claim_evaluation(database_, {run_id, "c0ffee", identity}, "CDF", "{}");
    finish_evaluation(database_, claim.evaluation_id, {{{"video_auc", 0.5}}, {}});
  }
  EXPECT_EQ(query(database_, "SELECT * FROM v_seed_groups WHERE n = 1").rows.size(), 2U);
}

TEST_F(Views, RankOneSetOfVideosWhateverItIsCalled) {
  const auto evaluate = [&](const std::string& run, const char* name, const char* identity, double auc) {
    const auto claim = claim_evaluation(database_, {run, "c0ffee", identity}, name, "{}");
    finish_evaluation(database_, claim.evaluation_id, {{{"video_auc", auc}}, {}});
  };
  evaluate(finished_run(database_, "aa", 1), "DF", "deepfakes", 0.7);
  evaluate(finished_run(database_, "bb", 1), "before", "deepfakes", 0.8);
  evaluate(finished_run(database_, "cc", 1), "before", "faceswap", 0.9);
  EXPECT_EQ(query(database_, "SELECT 1 FROM v_leaderboard WHERE rank = 1").rows.size(), 2U);
  EXPECT_EQ(text(database_, "SELECT identity FROM v_leaderboard WHERE test = 'DF / before' AND rank = 1"),
            "bb");
}

TEST_F(Views, RankTheBestFirstWhicheverWayTheMetricGoes) {
  for (const auto* metric : {"video_auc", "video_eer"}) {
    seeds(std::string{"low "} + metric, {0.2}, metric);
    seeds(std::string{"high "} + metric, {0.9}, metric);
  }
  EXPECT_EQ(text(database_, "SELECT identity FROM v_leaderboard WHERE metric = 'video_auc' AND rank = 1"),
            "high video_auc");
  EXPECT_EQ(text(database_, "SELECT identity FROM v_leaderboard WHERE metric = 'video_eer' AND rank = 1"),
            "low video_eer");
}

TEST_F(Views, ShowTheRunOfEachCellAndSeed) {
  const Plan plan{"sample",
                  "hash",
                  "a.toml",
                  "{}",
                  {1, 2},
                  {{{{"lr", "0.1"}, {"wd", "0"}}, "aa", false, {}},
                   {{{"lr", "0.2"}, {"wd", "0"}}, "bb", true, {}},
                   {{}, "aa", false, {}}},
                  {}};
  write_plan(database_, plan);
  const auto run_id = finished_run(database_, "aa", 2);
  EXPECT_EQ(number(database_, "SELECT count(*) FROM v_cells"), 2 * (2 + 2 + 1));
  EXPECT_EQ(number(database_, "SELECT count(*) FROM v_cells WHERE run_id = '" + run_id + "'"), 3);
  EXPECT_EQ(number(database_, "SELECT count(*) FROM v_cells WHERE run_id IS NULL"), 7);
  EXPECT_EQ(number(database_, "SELECT count(*) FROM v_cells WHERE axis IS NULL AND cell = 2"), 2);
  const auto young = finished_run(database_, "aa", 2, true);
  EXPECT_EQ(text(database_, "SELECT DISTINCT run_id FROM v_cells WHERE run_id IS NOT NULL"), young);
}

TEST_F(Views, ShowTimesAsUtcText) {
  finished_run(database_, "aa", 1);
  database_.connection().run("UPDATE run SET started = 1700000000123, ended = NULL");
  EXPECT_EQ(text(database_, "SELECT started FROM v_runs"), "2023-11-14T22:13:20Z");
  EXPECT_FALSE(query(database_, "SELECT ended FROM v_runs").rows.at(0).at(0));
}

}  // namespace
}  // namespace unseen
