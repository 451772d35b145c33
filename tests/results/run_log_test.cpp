#include "results/run_log.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "sample_runs.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class RunLogTest : public testing::Test {
 protected:
  double rows() { return number(database_, "SELECT count(*) FROM v_curves"); }
  MetricSummary summary(const std::string& metric) {
    for (const auto& summary : show_run(database_, run_id_).metrics) {
      if (summary.metric == metric) return summary;
    }
    return {};
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "r.db";
  Database database_ = Database::open(file_);
  std::string run_id_ = claim_run(database_, sample_run("aa", 1)).run_id;
};

TEST_F(RunLogTest, HasCommittedEverythingWhenFlushReturns) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  for (int step = 0; step < 2500; ++step) log.metric("loss", step, step / 100, 1.0 / (step + 1));
  log.flush();
  EXPECT_EQ(rows(), 2500);
  EXPECT_EQ(number(database_, "SELECT value FROM v_curves WHERE step = 99"), 0.01);
  EXPECT_EQ(number(database_, "SELECT epoch FROM v_curves WHERE step = 2499"), 24);
}

TEST_F(RunLogTest, WritesWhatIsQueuedWhenItGoes) {
  {
    RunLog log{file_, run_id_};
    log.open_attempt(-1);
    log.metric("loss", 0, 0, 1.0);
  }
  EXPECT_EQ(rows(), 1);
  EXPECT_EQ(state_of(database_, run_id_), "running");
}

TEST_F(RunLogTest, KeepsNanAsNullAndInfinityAsItIs) {
  constexpr auto kInfinity = std::numeric_limits<double>::infinity();
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  log.metric("loss", 0, 0, std::nan(""));
  log.metric("loss", 1, 0, kInfinity);
  log.metric("loss", 2, 0, -kInfinity);
  log.flush();
  const auto values = query(database_, "SELECT value FROM v_curves ORDER BY step").rows;
  EXPECT_FALSE(values[0][0]);
  EXPECT_EQ(number(values[1][0]), kInfinity);
  EXPECT_EQ(number(values[2][0]), -kInfinity);
}

TEST_F(RunLogTest, KeepsASummaryOfEachMetric) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  for (const auto& [step, value] : {std::pair{0, 0.5}, {1, 0.9}, {2, 0.2}, {3, std::nan("")}}) {
    log.metric("auc", step, 0, value);
    log.flush();  // a batch each
  }
  log.metric("always_nan", 0, 0, std::nan(""));
  for (const bool finished : {false, true}) {
    finished ? log.finish("finished") : log.flush();
    const auto auc = summary("auc");
    EXPECT_EQ(auc.n, 4);
    EXPECT_EQ(auc.last_step, 3);
    EXPECT_FALSE(auc.last);
    EXPECT_EQ(auc.least, 0.2);
    EXPECT_EQ(auc.least_step, 2);
    EXPECT_EQ(auc.most, 0.9);
    EXPECT_EQ(auc.most_step, 1);
    EXPECT_EQ(summary("always_nan").n, 1);
    EXPECT_FALSE(summary("always_nan").least);
    EXPECT_FALSE(summary("always_nan").most_step);
  }
}

TEST_F(RunLogTest, TakesTheLatestOfTwoValuesOfOneStep) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  log.metric("loss", 5, 0, 1.0);
  log.metric("loss", 5, 0, 2.0);
  log.finish("finished");
  EXPECT_EQ(number(database_, "SELECT value FROM v_curves"), 2.0);
  EXPECT_EQ(summary("loss").n, 1);
}

TEST_F(RunLogTest, DeletesTheRowsAfterTheCheckpointOnResume) {
  {
    RunLog log{file_, run_id_};
    log.open_attempt(-1);
    log.event("data", "before any step");
    for (int step = 0; step < 100; ++step) log.metric("loss", step, step / 10, 100 - step);
    log.event("bad_step", "after the checkpoint");
    log.finish("interrupted", "SIGTERM");
  }
  ASSERT_EQ(claim_run(database_, sample_run("aa", 1)).run_id, run_id_);
  RunLog log{file_, run_id_};
  log.open_attempt(59);
  EXPECT_EQ(rows(), 60);
  EXPECT_EQ(number(database_, "SELECT max(step) FROM v_curves"), 59);
  EXPECT_EQ(summary("loss").n, 60);
  EXPECT_EQ(summary("loss").least, 41);
  EXPECT_EQ(summary("loss").last_step, 59);
  const auto detail = show_run(database_, run_id_);
  ASSERT_EQ(detail.events.size(), 1U);
  EXPECT_EQ(detail.events[0].kind, "data");
  ASSERT_EQ(detail.attempts.size(), 2U);
  EXPECT_EQ(detail.attempts[0].state, "interrupted");
  EXPECT_EQ(detail.attempts[0].reason, "SIGTERM");
  EXPECT_EQ(detail.attempts[0].from_step, -1);
  EXPECT_EQ(detail.attempts[1].state, "running");
  EXPECT_EQ(detail.attempts[1].from_step, 59);
}

TEST_F(RunLogTest, StartsAnewWhereThereIsNoCheckpoint) {
  {
    RunLog log{file_, run_id_};
    log.open_attempt(-1);
    log.metric("loss", 0, 0, 1);
    log.event("log", "hello");
    log.finish("failed", "out of memory");
  }
  claim_run(database_, sample_run("aa", 1));
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  EXPECT_EQ(rows(), 0);
  EXPECT_TRUE(show_run(database_, run_id_).metrics.empty());
  EXPECT_TRUE(show_run(database_, run_id_).events.empty());
}

TEST_F(RunLogTest, StampsEventsWithTheLastStep) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  log.event("data", "3 videos are missing");
  log.metric("loss", 41, 0, 1);
  log.event("bad_step", "the loss is NaN");
  log.flush();
  const auto events = show_run(database_, run_id_).events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].step, -1);
  EXPECT_EQ(events[1].step, 41);
  EXPECT_EQ(events[1].text, "the loss is NaN");
}

TEST_F(RunLogTest, ReplacesAnArtifactOfTheSameName) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  log.artifact("checkpoint", "checkpoints/1.pt", "aa", 10);
  log.artifact("checkpoint", "checkpoints/2.pt", "bb", 20);
  log.flush();
  const auto artifacts = show_run(database_, run_id_).artifacts;
  ASSERT_EQ(artifacts.size(), 1U);
  EXPECT_EQ(artifacts[0].path, "checkpoints/2.pt");
  EXPECT_EQ(artifacts[0].bytes, 20);
}

TEST_F(RunLogTest, EndsARunOnceAndOnlyInAKnownWay) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  EXPECT_THROW(log.finish("done"), Error);
  EXPECT_EQ(state_of(database_, run_id_), "running");
  log.finish("failed", "why");
  EXPECT_EQ(show_run(database_, run_id_).run.reason, "why");
  EXPECT_NE(show_run(database_, run_id_).run.ended, "");
  EXPECT_THROW(log.finish("finished"), Error);
  EXPECT_THROW(log.metric("loss", 0, 0, 1), Error);
  EXPECT_THROW(log.flush(), Error);
  EXPECT_EQ(state_of(database_, run_id_), "failed");
}

TEST_F(RunLogTest, CanFailARunBeforeItsFirstAttempt) {
  RunLog log{file_, run_id_};
  log.finish("failed", "no such plugin");
  EXPECT_EQ(state_of(database_, run_id_), "failed");
}

TEST_F(RunLogTest, RefusesARunThatNobodyClaimed) {
  EXPECT_THROW(RunLog(file_, "no such run"), Error);
  end_run(database_, run_id_, "finished");
  EXPECT_THROW(RunLog(file_, run_id_), Error);
}

TEST_F(RunLogTest, WritesNothingOnceAnotherClaimHoldsTheRun) {
  RunLog old{file_, run_id_};
  old.open_attempt(-1);
  old.metric("loss", 0, 0, 1);
  old.flush();
  database_.connection().run("UPDATE run SET state = 'interrupted'");
  claim_run(database_, sample_run("aa", 1));
  RunLog young{file_, run_id_};
  young.open_attempt(0);
  old.metric("loss", 1, 0, 2);
  EXPECT_THROW(old.flush(), Error);
  EXPECT_THROW(old.finish("finished"), Error);
  EXPECT_EQ(state_of(database_, run_id_), "running");
  EXPECT_EQ(rows(), 1);
}

TEST_F(RunLogTest, TakesRowsFromSeveralThreads) {
  RunLog log{file_, run_id_};
  log.open_attempt(-1);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&log, i] {
        for (int step = 0; step < 1000; ++step) log.metric("loss " + std::to_string(i), step, 0, step);
      });
    }
  }
  log.finish("finished");
  EXPECT_EQ(rows(), 4000);
}

}  // namespace
}  // namespace unseen
