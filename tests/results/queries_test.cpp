#include "results/queries.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "sample_runs.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class Queries : public testing::Test {
 protected:
  std::string refusal(const std::string& sql) {
    try {
      query(database_, sql);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder folder_;
  Database database_ = Database::open(folder_.path() / "r.db");
};

TEST_F(Queries, ListRunsNewestFirstAndByStateExperimentAndNumber) {
  const auto first = finished_run(database_, "aa", 1);
  auto info = sample_run("bb", 1);
  info.experiment = "other";
  const auto second = claim_run(database_, info).run_id;
  database_.connection().run("UPDATE run SET started = started - 5000 WHERE run_id = ?", first);
  EXPECT_EQ(list_runs(database_).at(0).run_id, second);
  EXPECT_EQ(list_runs(database_, {.state = "finished", .experiment = ""}).at(0).run_id, first);
  EXPECT_EQ(list_runs(database_, {.state = "", .experiment = "other"}).size(), 1U);
  EXPECT_EQ(list_runs(database_, {.state = "", .experiment = "", .limit = 1}).size(), 1U);
  EXPECT_TRUE(list_runs(database_, {.state = "lost", .experiment = ""}).empty());
}

TEST_F(Queries, ListARunForEachExperimentWhosePlanHoldsIt) {
  const auto run_id = finished_run(database_, "aa", 1);
  write_plan(database_, {"second table", "h", "b.toml", "{}", {1}, {{{}, "aa", false, {}}}, {}});
  EXPECT_EQ(list_runs(database_, {.state = "", .experiment = "second table"}).at(0).run_id, run_id);
  EXPECT_EQ(plans_sharing(database_, "aa"), 1);
  EXPECT_EQ(plans_sharing(database_, "bb"), 0);
}

TEST_F(Queries, ShowARunByAnyUniquePrefix) {
  finished_run(database_, "aa", 1);
  finished_run(database_, "aa", 2);
  database_.connection().run("UPDATE run SET run_id = iif(seed = 1, 'abc1', 'abd2')");
  EXPECT_EQ(show_run(database_, "abc").run.seed, 1);
  EXPECT_EQ(find_run(database_, "abd2"), "abd2");
  EXPECT_EQ(show_run(database_, "abc").folder, folder_.path() / "runs/abc1");
}

TEST_F(Queries, NameTheRunsThatAPrefixCouldMean) {
  finished_run(database_, "aa", 1);
  finished_run(database_, "aa", 2);
  database_.connection().run("UPDATE run SET run_id = iif(seed = 1, 'abc1', 'abd2')");
  for (const auto& [prefix, named] : {std::pair{"ab", "abc1, abd2"}, {"abx1", "did you mean abc1"}}) {
    try {
      show_run(database_, prefix);
      FAIL() << prefix;
    } catch (const InputError& error) {
      EXPECT_NE(std::string{error.what()}.find(named), std::string::npos) << error.what();
    }
  }
  EXPECT_THROW(find_run(database_, ""), InputError);
  EXPECT_THROW(find_run(database_, "%"), InputError);
}

TEST_F(Queries, GiveColumnsAndTypedValues) {
  const auto result =
      query(database_, "SELECT 1 AS i, 2.5 AS d, 'x' AS t, NULL AS n, 9007199254740993 AS big;  ");
  EXPECT_EQ(result.columns, (std::vector<std::string>{"i", "d", "t", "n", "big"}));
  ASSERT_EQ(result.rows.size(), 1U);
  EXPECT_EQ(std::get<std::int64_t>(*result.rows[0][0]), 1);
  EXPECT_EQ(std::get<double>(*result.rows[0][1]), 2.5);
  EXPECT_EQ(std::get<std::string>(*result.rows[0][2]), "x");
  EXPECT_FALSE(result.rows[0][3]);
  EXPECT_EQ(std::get<std::int64_t>(*result.rows[0][4]), 9007199254740993);
}

TEST_F(Queries, RefuseEverythingThatWouldWrite) {
  finished_run(database_, "aa", 1);
  const auto elsewhere = (folder_.path() / "elsewhere.db").string();
  for (const auto& sql :
       {std::string{"DELETE FROM run"}, std::string{"UPDATE run SET state = 'finished'"},
        std::string{"DROP VIEW v_runs"}, std::string{"CREATE TABLE x (a)"},
        std::string{"CREATE TEMP TABLE x (a)"}, std::string{"PRAGMA user_version = 9"},
        std::string{"PRAGMA journal_mode = WAL"}, std::string{"BEGIN IMMEDIATE"},
        "VACUUM INTO '" + elsewhere + "'", "ATTACH '" + elsewhere + "' AS x",
        std::string{"INSERT INTO run SELECT * FROM run RETURNING 1"},
        std::string{"WITH x AS (SELECT 1) DELETE FROM run"}, std::string{"SELECT load_extension('x')"}}) {
    EXPECT_NE(refusal(sql), "") << sql;
  }
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
  EXPECT_EQ(list_runs(database_).size(), 1U);
}

TEST_F(Queries, RefuseNonsenseAndMoreThanOneStatement) {
  EXPECT_NE(refusal("SELEC 1").find("syntax error"), std::string::npos);
  EXPECT_NE(refusal("SELECT no_such FROM v_runs").find("no such column: no_such"), std::string::npos);
  EXPECT_NE(refusal("SELECT 1; SELECT 2").find("more than one"), std::string::npos);
  EXPECT_NE(refusal("").find("empty"), std::string::npos);
  EXPECT_NE(refusal("-- nothing").find("empty"), std::string::npos);
}

TEST_F(Queries, LeaveTheConnectionAbleToWrite) {
  refusal("DELETE FROM run");
  query(database_, "SELECT 1");
  EXPECT_NE(finished_run(database_, "aa", 1), "");
}

TEST_F(Queries, DeleteRunsWithAllThatHangsOnThem) {
  const auto superseded = finished_run(database_, "aa", 1);
  evaluated(database_, superseded, "CDF", {{"video_auc", 0.5}});
  const auto kept = finished_run(database_, "aa", 1, true);
  const auto removable = removable_runs(database_);
  ASSERT_EQ(removable.size(), 1U);
  EXPECT_EQ(removable[0].run_id, superseded);
  EXPECT_EQ(removable[0].state, "superseded");
  EXPECT_EQ(removable[0].folder, folder_.path() / "runs" / superseded);
  delete_runs(database_, {superseded});
  EXPECT_EQ(list_runs(database_).size(), 1U);
  EXPECT_EQ(list_runs(database_).at(0).run_id, kept);
  for (const auto* table : {"evaluation", "evaluation_metric", "video_score"}) {
    EXPECT_EQ(number(database_, std::string{"SELECT count(*) FROM "} + table), 0) << table;
  }
}

TEST_F(Queries, DeleteNothingWhereOneRunIsRunningOrUnknown) {
  const auto finished = finished_run(database_, "aa", 1);
  const auto running = claim_run(database_, sample_run("bb", 1)).run_id;
  EXPECT_THROW(delete_runs(database_, {finished, running}), InputError);
  EXPECT_THROW(delete_runs(database_, {finished, "no such"}), InputError);
  EXPECT_EQ(list_runs(database_).size(), 2U);
}

TEST(Plans, AreReadAsTheyWereWritten) {
  const TemporaryFolder folder;
  auto database = Database::open(folder.path() / "r.db");
  const Plan plan{
      "e",
      "h",
      "/x/e.toml",
      R"({"name":"e"})",
      {3, 1, 2},
      {{{{"lr", "0.1"}}, "aa", false, {{"CDF", "t1"}, {"DFDC", "t2"}}}, {{{"lr", "0.2"}}, "bb", true, {}}},
      {{"root", "ffpp", "/data/ffpp", 123, 456}, {"weights", "w", "/w.pth", 7, 8}}};
  EXPECT_FALSE(read_plan(database, "e", "h"));
  write_plan(database, plan);
  EXPECT_EQ(read_plan(database, "e", "h"), plan);
  EXPECT_FALSE(read_plan(database, "e", "another hash"));
  auto changed = plan;
  changed.cells.pop_back();
  changed.evidence.clear();
  write_plan(database, changed);
  EXPECT_EQ(read_plan(database, "e", "h"), changed);
  EXPECT_EQ(number(database, "SELECT count(*) FROM plan_cell"), 1);
}

}  // namespace
}  // namespace unseen
