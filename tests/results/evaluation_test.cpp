#include "results/evaluation_log.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "sample_runs.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class Evaluation : public testing::Test {
 protected:
  EvaluationClaim claim(bool force = false, const std::string& checkpoint = "c0ffee") {
    return claim_evaluation(database_, {run_id_, checkpoint, "identity of CDF"}, "CDF", "{}", force);
  }
  std::vector<EvaluationRow> evaluations() { return show_run(database_, run_id_).evaluations; }
  double finals() { return number(database_, "SELECT count(*) FROM v_final"); }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "r.db";
  Database database_ = Database::open(file_);
  std::string run_id_ = finished_run(database_, "aa", 1);
};

TEST_F(Evaluation, StoresMetricsAndScores) {
  evaluated(database_, run_id_, "CDF", {{"video_auc", 0.8306}, {"video_eer", std::nan("")}});
  EXPECT_EQ(number(database_, "SELECT value FROM v_final WHERE metric = 'video_auc'"), 0.8306);
  EXPECT_FALSE(query(database_, "SELECT value FROM v_final WHERE metric = 'video_eer'").rows.at(0).at(0));
  const auto scores = query(database_, "SELECT * FROM v_video_scores ORDER BY video DESC").rows;
  ASSERT_EQ(scores.size(), 2U);
  EXPECT_EQ(number(scores[0][6]), 0.25);
  EXPECT_FALSE(scores[1][6]);  // no frame of it was scored
  EXPECT_EQ(number(scores[1][9]), 8);
}

TEST_F(Evaluation, OnceFinishedIsNotDoneAgain) {
  const auto id = evaluated(database_, run_id_, "CDF", {{"video_auc", 0.8}});
  EXPECT_EQ(claim().outcome, ClaimOutcome::already_finished);
  EXPECT_EQ(claim().evaluation_id, id);
}

TEST_F(Evaluation, GoesByTheNewestNameOfItsTest) {
  evaluated(database_, run_id_, "CDF", {{"video_auc", 0.8}});
  claim_evaluation(database_, {run_id_, "c0ffee", "identity of CDF"}, "Celeb-DF", "{}");
  EXPECT_EQ(text(database_, "SELECT test FROM v_final"), "Celeb-DF");
}

TEST_F(Evaluation, ByForceCountsInThePlaceOfTheOlderOneOnceFinished) {
  evaluated(database_, run_id_, "CDF", {{"video_auc", 0.8}});
  const auto second = claim(true);
  EXPECT_EQ(second.outcome, ClaimOutcome::claimed_new);
  EXPECT_EQ(number(database_, "SELECT value FROM v_final"), 0.8);
  finish_evaluation(database_, second.evaluation_id, {{{"video_auc", 0.9}}, {}});
  EXPECT_EQ(number(database_, "SELECT value FROM v_final"), 0.9);
  EXPECT_EQ(finals(), 1);
}

TEST_F(Evaluation, OfAnotherCheckpointTakesThePlaceOfTheOlderOne) {
  evaluated(database_, run_id_, "CDF", {{"video_auc", 0.8}});
  evaluated(database_, run_id_, "CDF", {{"video_auc", 0.7}}, "another checkpoint");
  EXPECT_EQ(finals(), 1);
  EXPECT_EQ(number(database_, "SELECT value FROM v_final"), 0.7);
}

TEST_F(Evaluation, ThatFailedKeepsNoScoresAndIsDoneAgain) {
  const auto first = claim();
  fail_evaluation(database_, first.evaluation_id, "a video is damaged");
  EXPECT_EQ(evaluations().at(0).state, "failed");
  EXPECT_EQ(evaluations().at(0).reason, "a video is damaged");
  EXPECT_EQ(finals(), 0);
  EXPECT_EQ(claim().outcome, ClaimOutcome::claimed_resume);
}

TEST_F(Evaluation, CannotBeFinishedTwiceOrByWhoDoesNotHoldIt) {
  const auto id = evaluated(database_, run_id_, "CDF", {{"video_auc", 0.8}});
  EXPECT_THROW(finish_evaluation(database_, id, {}), Error);
  EXPECT_THROW(fail_evaluation(database_, id, "no"), Error);
  EXPECT_THROW(finish_evaluation(database_, "no such", {}), Error);
  EXPECT_EQ(evaluations().at(0).state, "finished");
}

TEST_F(Evaluation, IsStoredWholeOrNotAtAll) {
  const auto id = claim().evaluation_id;
  const VideoScore video{"a.mp4", 0, "real", 0.5, 8, 8, 0, 0};
  EXPECT_THROW(finish_evaluation(database_, id, {{{"video_auc", 0.8}}, {video, video}}), Error);
  EXPECT_EQ(evaluations().at(0).state, "running");
  EXPECT_TRUE(evaluations().at(0).metrics.empty());
}

TEST_F(Evaluation, OfAnUnknownRunIsRefused) {
  EXPECT_THROW(claim_evaluation(database_, {"no such run", "c", "t"}, "CDF", "{}"), InputError);
}

TEST_F(Evaluation, OfADeadProcessIsLostAndTakenOver) {
  Child child{[&] {
    auto own = Database::open(file_);
    claim_evaluation(own, {run_id_, "c0ffee", "identity of CDF"}, "CDF", "{}");
  }};
  EXPECT_EQ(child.wait(), 0);
  EXPECT_EQ(mark_lost(database_), 1);
  EXPECT_EQ(evaluations().at(0).state, "lost");
  EXPECT_EQ(claim().outcome, ClaimOutcome::claimed_resume);
}

TEST_F(Evaluation, NamesTheLivingProcessThatHoldsIt) {
  Pipe claimed, release;
  Child holder{[&] {
    release.close_writer();
    auto own = Database::open(file_);
    claim_evaluation(own, {run_id_, "c0ffee", "identity of CDF"}, "CDF", "{}");
    claimed.send("claimed");
    release.receive();
  }};
  claimed.receive();
  EXPECT_EQ(claim().outcome, ClaimOutcome::held);
  EXPECT_EQ(claim().holder.pid, holder.pid());
  release.close_writer();
  EXPECT_EQ(holder.wait(), 0);
}

TEST_F(Evaluation, OfAnUnfinishedRunLeavesTheCountWhenTheRunGoesOn) {
  const auto run_id = claim_run(database_, sample_run("bb", 1)).run_id;
  end_run(database_, run_id, "interrupted");
  evaluated(database_, run_id, "CDF", {{"video_auc", 0.4}});
  EXPECT_EQ(finals(), 0);
  claim_run(database_, sample_run("bb", 1));
  end_run(database_, run_id, "finished");
  EXPECT_EQ(finals(), 0);
  evaluated(database_, run_id, "CDF", {{"video_auc", 0.6}});
  EXPECT_EQ(number(database_, "SELECT value FROM v_final"), 0.6);
}

TEST_F(Evaluation, MayHaveAHeartbeatThatComesAndGoes) {
  const auto id = claim().evaluation_id;
  { const EvaluationHeartbeat heartbeat{file_, id}; }
  finish_evaluation(database_, id, {});
  EXPECT_EQ(evaluations().at(0).state, "finished");
}

}  // namespace
}  // namespace unseen
