#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "laboratory.hpp"

namespace unseen {
namespace {

/// One finished run, which all tests here read.
class FinishedRun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    lab_ = std::make_unique<Laboratory>();
    first_ = lab_->run();
  }
  static void TearDownTestSuite() { lab_.reset(); }
  void SetUp() override { ASSERT_TRUE(ended(first_, 0)); }

  static std::string auc() {
    return lab_->value("SELECT value FROM v_final WHERE metric = 'video_auc' AND test = 'drawn'");
  }

  static inline std::unique_ptr<Laboratory> lab_;
  static inline Finished first_;
};

TEST_F(FinishedRun, KeepsStdoutForResultsAndNamesTheTable) {
  EXPECT_EQ(first_.out, "");
  EXPECT_TRUE(says(first_.err, "1 of 1 runs finished"));
  EXPECT_TRUE(says(first_.err, "unseen table " + lab_->experiment().string()));
  EXPECT_EQ(first_.err.find('\r'), std::string::npos) << "a progress line where there is no terminal";
}

TEST_F(FinishedRun, NamesATableCommandThatAShellCanRun) {
  const auto again = lab_->run({"--set", "table.caption=\"It's $HOME; a (tiny) table\""});
  ASSERT_TRUE(ended(again, 0));
  const std::string mark = "the table: unseen ";
  const auto command = again.err.substr(again.err.find(mark) + mark.size());
  const auto table = finished("/bin/sh", {"-c", UNSEEN_PROGRAM " " + command}, lab_->surroundings());
  ASSERT_TRUE(ended(table, 0));
  EXPECT_TRUE(says(table.out, "It's $HOME; a (tiny) table"));
}

TEST_F(FinishedRun, IsInTheTableAsItIsInTheDatabase) {
  const auto table = lab_->table();
  ASSERT_TRUE(ended(table, 0));
  EXPECT_TRUE(says(table.out, "drawn"));
  EXPECT_TRUE(says(table.out, fmt::format(" {:.2f} ", 100 * std::stod(auc()))));
}

TEST_F(FinishedRun, IsTheSameNumberInEveryFormatOfTheTable) {
  for (const auto* format : {"--latex", "--csv", "--json"}) {
    const auto table = lab_->table({format});
    ASSERT_TRUE(ended(table, 0)) << format;
    EXPECT_TRUE(says(table.out, "drawn")) << format;
  }
  const auto json = nlohmann::json::parse(lab_->table({"--json"}).out);
  EXPECT_FALSE(json.empty());
  EXPECT_TRUE(says(lab_->table({"--cells"}).out, lab_->value("SELECT run_id FROM v_runs").substr(0, 12)));
}

TEST_F(FinishedRun, IsListedAndShown) {
  const auto id = lab_->value("SELECT run_id FROM v_runs");
  const auto listed = lab_->unseen({"ls"});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, id.substr(0, 12)));
  EXPECT_TRUE(says(listed.out, "finished"));
  EXPECT_FALSE(says(lab_->unseen({"ls", "--state", "failed"}).out, id.substr(0, 12)));

  const auto shown = lab_->unseen({"show", id.substr(0, 4)});
  ASSERT_TRUE(ended(shown, 0));
  for (const auto* part :
       {"finished", "optimizer.lr = 0.01", "train/loss", "test drawn", "best.safetensors"}) {
    EXPECT_TRUE(says(shown.out, part));
  }
  EXPECT_TRUE(ended(lab_->unseen({"show", "zzzz"}), 2));
}

TEST_F(FinishedRun, IsReadWithSql) {
  const Words sql{"query", "SELECT test, value FROM v_final WHERE metric = 'video_auc'"};
  const auto json = lab_->unseen(sql + Words{"--json"});
  ASSERT_TRUE(ended(json, 0));
  const auto rows = nlohmann::json::parse(json.out);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["test"], "drawn");
  EXPECT_DOUBLE_EQ(rows[0]["value"].get<double>(), std::stod(auc()));
  EXPECT_EQ(lab_->unseen(sql + Words{"--csv"}).out, fmt::format("test,value\ndrawn,{}\n", std::stod(auc())));
  EXPECT_NE(lab_->unseen({"query", "DELETE FROM run"}).code, 0);
  EXPECT_EQ(lab_->value("SELECT count(*) FROM v_runs"), "1");
}

TEST_F(FinishedRun, KeepsEveryStepOfItsCurves) {
  EXPECT_EQ(lab_->value("SELECT count(*) FROM v_curves WHERE metric = 'train/loss'"), "4");
  EXPECT_EQ(lab_->value("SELECT group_concat(step) FROM v_curves WHERE metric = 'val/video_auc'"), "2,4");
  EXPECT_EQ(lab_->value("SELECT count(*) FROM v_video_scores WHERE frames_scored = 2 AND score IS NOT NULL"),
            "8");
}

TEST_F(FinishedRun, IsNotTrainedAgainByTheSameCommand) {
  const auto count = [] {
    return lab_->rows(
        "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM attempt), (SELECT count(*) FROM metric), "
        "(SELECT count(*) FROM evaluation), (SELECT group_concat(evaluation_id) FROM evaluation)");
  };
  const auto before = count();
  const auto bits = content(lab_->checkpoint("best.safetensors"));
  ASSERT_TRUE(ended(lab_->run(), 0));
  EXPECT_EQ(count(), before);
  EXPECT_TRUE(content(lab_->checkpoint("best.safetensors")) == bits);
}

TEST_F(FinishedRun, IsFinishedInADryRunAndNewWithAnotherSeed) {
  const auto dry = lab_->run({"--dry-run"});
  ASSERT_TRUE(ended(dry, 0));
  EXPECT_TRUE(says(dry.out, "finished"));
  const auto other = lab_->run({"--dry-run", "--set", "seeds=[2]"});
  EXPECT_TRUE(says(other.out, "new"));
  EXPECT_FALSE(says(other.out, "finished"));
}

}  // namespace
}  // namespace unseen
