#include "results/claim.hpp"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include <unseen/error.hpp>

#include "results/run_log.hpp"
#include "sample_runs.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

class Claim : public testing::Test {
 protected:
  /// Another process claims a run and dies without a word.
  std::string abandoned(const std::string& identity, std::int64_t seed) {
    Pipe id;
    Child child{[&] {
      auto own = Database::open(file_);
      id.send(claim_run(own, sample_run(identity, seed)).run_id);
    }};
    const auto run_id = id.receive();
    EXPECT_EQ(child.wait(), 0);
    return run_id;
  }

  void raw(const std::string& sql) {
    SQLite::Database(file_.string(), SQLite::OPEN_READWRITE, 1000).exec(sql);
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "r.db";
  Database database_ = Database::open(file_);
};

TEST_F(Claim, MakesANewRunAndRecordsWhatIsKnownOfIt) {
  const auto claim = claim_run(database_, sample_run("aa", 7));
  EXPECT_EQ(claim.outcome, ClaimOutcome::claimed_new);
  EXPECT_EQ(claim.run_id.size(), 16U);
  EXPECT_EQ(claim.holder, Owner::self());
  const auto detail = show_run(database_, claim.run_id);
  EXPECT_EQ(detail.run.state, "running");
  EXPECT_EQ(detail.run.seed, 7);
  EXPECT_EQ(detail.run.host, Owner::self().host);
  EXPECT_EQ(detail.environment.at("libtorch"), "2.11.0");
  EXPECT_TRUE(detail.environment.contains("sqlite"));
}

TEST_F(Claim, NamesTheBuildThatTrainedBefore) {
  auto info = sample_run("aa", 7);
  info.commit = "0123456789ab";
  info.dirty = true;
  const auto first = claim_run(database_, info);
  EXPECT_EQ(first.build, "");
  RunLog log{file_, first.run_id};
  log.open_attempt(-1);
  log.finish("failed");
  EXPECT_EQ(claim_run(database_, sample_run("aa", 7)).build, "0123456789ab+changes");
}

TEST_F(Claim, FlattensTheResolvedConfiguration) {
  auto info = sample_run("aa", 1);
  info.resolved =
      R"({"train":{"augmentations":[{"p":0.5,"plugin":"flip"}],"epochs":3,"methods":["FS","DF"],"empty":{},"on":true}})";
  const auto claim = claim_run(database_, info);
  const std::vector<std::pair<std::string, std::string>> wanted{{"train.augmentations.0.p", "0.5"},
                                                                {"train.augmentations.0.plugin", "flip"},
                                                                {"train.empty", "{}"},
                                                                {"train.epochs", "3"},
                                                                {"train.methods", R"(["FS","DF"])"},
                                                                {"train.on", "true"}};
  EXPECT_EQ(show_run(database_, claim.run_id).params, wanted);
  EXPECT_EQ(number(database_, "SELECT value + 1 FROM v_params WHERE path = 'train.epochs'"), 4);
}

TEST_F(Claim, OfAConfigurationThatIsNoTableIsRefusedAndLeavesNothing) {
  for (const auto* text : {"[1]", "not json", ""}) {
    auto info = sample_run("aa", 1);
    info.resolved = text;
    EXPECT_THROW(claim_run(database_, info), InputError) << text;
  }
  EXPECT_TRUE(list_runs(database_).empty());
}

TEST_F(Claim, SurvivesQuotesInTheUsersWords) {
  auto info = sample_run("a'); DROP TABLE run; --", 1);
  info.experiment = "it's \"quoted\"";
  const auto claim = claim_run(database_, info);
  EXPECT_EQ(show_run(database_, claim.run_id).run.identity, info.identity);
  EXPECT_EQ(list_runs(database_, {.state = "", .experiment = info.experiment}).size(), 1U);
}

TEST_F(Claim, TellsSeedsAndIdentitiesApart) {
  claim_run(database_, sample_run("aa", 1));
  EXPECT_EQ(claim_run(database_, sample_run("aa", 2)).outcome, ClaimOutcome::claimed_new);
  EXPECT_EQ(claim_run(database_, sample_run("bb", 1)).outcome, ClaimOutcome::claimed_new);
}

TEST_F(Claim, LeavesAFinishedRunAlone) {
  const auto run_id = finished_run(database_, "aa", 1);
  const auto again = claim_run(database_, sample_run("aa", 1));
  EXPECT_EQ(again.outcome, ClaimOutcome::already_finished);
  EXPECT_EQ(again.run_id, run_id);
}

TEST_F(Claim, ByForceTakesThePlaceOfAFinishedRunOnlyOnceItIsFinished) {
  const auto first = finished_run(database_, "aa", 1);
  const auto second = claim_run(database_, sample_run("aa", 1), true);
  EXPECT_EQ(second.outcome, ClaimOutcome::claimed_new);
  EXPECT_NE(second.run_id, first);
  EXPECT_EQ(state_of(database_, first), "finished");
  end_run(database_, second.run_id, "finished");
  EXPECT_EQ(state_of(database_, first), "superseded");
  EXPECT_EQ(claim_run(database_, sample_run("aa", 1)).run_id, second.run_id);
}

TEST_F(Claim, ResumesWhatEndedEarly) {
  for (const auto* state : {"failed", "interrupted"}) {
    const auto claim = claim_run(database_, sample_run(state, 1));
    end_run(database_, claim.run_id, state);
    const auto again = claim_run(database_, sample_run(state, 1));
    EXPECT_EQ(again.outcome, ClaimOutcome::claimed_resume) << state;
    EXPECT_EQ(again.run_id, claim.run_id);
    EXPECT_EQ(state_of(database_, claim.run_id), "running");
  }
}

TEST_F(Claim, DoesNotResumeWhatALaterFinishedRunHasMadePointless) {
  const auto early = claim_run(database_, sample_run("aa", 1));
  end_run(database_, early.run_id, "failed");
  raw("UPDATE run SET started = 1000, identity = 'other'");
  finished_run(database_, "aa", 1);
  raw("UPDATE run SET identity = 'aa'");
  const auto forced = claim_run(database_, sample_run("aa", 1), true);
  EXPECT_EQ(forced.outcome, ClaimOutcome::claimed_new);
  EXPECT_NE(forced.run_id, early.run_id);
}

TEST_F(Claim, NamesTheLivingProcessThatHoldsTheRun) {
  Pipe claimed, release;
  Child holder{[&] {
    release.close_writer();
    auto own = Database::open(file_);
    claimed.send(claim_run(own, sample_run("aa", 1)).run_id);
    release.receive();
  }};
  const auto run_id = claimed.receive();
  const auto claim = claim_run(database_, sample_run("aa", 1));
  EXPECT_EQ(claim.outcome, ClaimOutcome::held);
  EXPECT_EQ(claim.run_id, run_id);
  EXPECT_EQ(claim.holder.pid, holder.pid());
  EXPECT_EQ(claim.holder.host, Owner::self().host);
  EXPECT_EQ(mark_lost(database_), 0);
  EXPECT_THROW(RunLog(file_, run_id), Error);
  release.close_writer();
  EXPECT_EQ(holder.wait(), 0);
}

TEST_F(Claim, IsWonByOneOfManyProcesses) {
  Pipe start, outcome, release;
  std::vector<Child> children;
  for (int i = 0; i < 6; ++i) {
    children.emplace_back([&] {
      start.close_writer();
      release.close_writer();
      start.receive();
      auto own = Database::open(file_);
      const auto claim = claim_run(own, sample_run("aa", 1));
      outcome.send((claim.outcome == ClaimOutcome::held ? "held " : "won ") +
                   std::to_string(claim.holder.pid));
      release.receive();
    });
  }
  start.close_writer();
  std::vector<std::string> said;
  for (std::size_t i = 0; i < children.size(); ++i) said.push_back(outcome.receive());
  release.close_writer();
  for (auto& child : children) EXPECT_EQ(child.wait(), 0);
  std::sort(said.begin(), said.end());
  EXPECT_EQ(said.front().substr(0, 5), "held ");
  EXPECT_EQ(said.back().substr(0, 4), "won ");
  for (std::size_t i = 0; i + 1 < said.size(); ++i) EXPECT_EQ(said[i].substr(5), said.back().substr(4));
}

TEST_F(Claim, OfADeadProcessIsLostAndTakenOver) {
  const auto run_id = abandoned("aa", 1);
  EXPECT_EQ(state_of(database_, run_id), "running");
  EXPECT_EQ(mark_lost(database_), 1);
  EXPECT_EQ(state_of(database_, run_id), "lost");
  EXPECT_EQ(mark_lost(database_), 0);
  const auto claim = claim_run(database_, sample_run("aa", 1));
  EXPECT_EQ(claim.outcome, ClaimOutcome::claimed_resume);
  EXPECT_EQ(claim.run_id, run_id);
}

TEST_F(Claim, OfADeadProcessIsTakenOverAtOnceThoughNobodyMarkedItLost) {
  const auto run_id = abandoned("aa", 1);
  EXPECT_EQ(claim_run(database_, sample_run("aa", 1)).outcome, ClaimOutcome::claimed_resume);
}

TEST_F(Claim, OnAnotherHostLivesByItsHeartbeat) {
  const auto run_id = abandoned("aa", 1);
  raw("UPDATE run SET owner_host = 'elsewhere'");
  EXPECT_EQ(claim_run(database_, sample_run("aa", 1)).outcome, ClaimOutcome::held);
  EXPECT_EQ(mark_lost(database_), 0);
  raw("UPDATE run SET heartbeat = heartbeat - 30000");
  EXPECT_EQ(mark_lost(database_), 1);
}

TEST_F(Claim, MarkedLostByMistakeComesBackWithTheNextSignOfLife) {
  const auto claim = claim_run(database_, sample_run("aa", 1));
  RunLog log{file_, claim.run_id};
  log.open_attempt(-1);
  raw("UPDATE run SET state = 'lost'");
  log.metric("loss", 0, 0, 1.0);
  log.flush();
  EXPECT_EQ(state_of(database_, claim.run_id), "running");
}

TEST(Owner, KnowsALivingProcessFromOneThatBearsItsNumberAgain) {
  const auto self = Owner::self();
  EXPECT_TRUE(is_alive(self, 0, 1'000'000));
  auto reused = self;
  reused.start_time -= 1;
  EXPECT_FALSE(is_alive(reused, 1'000'000, 1'000'000));
}

TEST(Owner, TakesAProcessThatNobodyHasBuriedYetForDead) {
  Pipe owner;
  Child child{[&] { owner.send(std::to_string(Owner::self().start_time)); }};
  auto dead = Owner::self();
  dead.pid = child.pid();
  dead.start_time = std::stoll(owner.receive());
  siginfo_t ended;
  ::waitid(P_PID, static_cast<id_t>(child.pid()), &ended, WEXITED | WNOWAIT);  // leaves it a zombie
  EXPECT_FALSE(is_alive(dead, 0, 0));
}

TEST(Owner, OfAnotherBootLivesByItsHeartbeat) {
  auto other = Owner::self();
  other.boot_id = "another";
  EXPECT_TRUE(is_alive(other, 1'000'000, 1'029'999));
  EXPECT_FALSE(is_alive(other, 1'000'000, 1'030'000));
}

}  // namespace
}  // namespace unseen
