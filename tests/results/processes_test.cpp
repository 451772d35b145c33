#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "results/connection.hpp"
#include "sample_runs.hpp"
#include "support/child.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

constexpr int kProcesses = 8;

void train(const std::filesystem::path& file, int seed) {
  auto database = Database::open(file);
  const auto claim = claim_run(database, sample_run("aa", seed));
  if (claim.outcome != ClaimOutcome::claimed_new) throw std::runtime_error{"somebody else's run"};
  RunLog log{file, claim.run_id};
  log.open_attempt(-1);
  for (int step = 0; step < 1000; ++step) {
    log.metric("loss", step, step / 100, step);
    if (step % 100 == 99) log.flush();
  }
  log.finish("finished");
  evaluated(database, claim.run_id, "CDF", {{"video_auc", 0.5}});
}

TEST(Processes, MakeAndWriteOneFileTogether) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "results/r.db";
  Pipe start;
  std::vector<Child> children;
  for (int seed = 0; seed < kProcesses; ++seed) {
    children.emplace_back([&, seed] {
      start.close_writer();
      start.receive();
      train(file, seed);
    });
  }
  start.close_writer();
  for (auto& child : children) EXPECT_EQ(child.wait(), 0);
  auto database = Database::open_existing(file);
  EXPECT_EQ(list_runs(database, {.state = "finished", .experiment = ""}).size(), std::size_t{kProcesses});
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_curves"), kProcesses * 1000);
  EXPECT_EQ(number(database, "SELECT n FROM v_seed_groups"), kProcesses);
}

TEST(Processes, ReadWhileAnotherWrites) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  Pipe began;
  Child writer{[&] {
    auto database = Database::open(file);
    RunLog log{file, claim_run(database, sample_run("aa", 1)).run_id};
    log.open_attempt(-1);
    began.send("began");
    for (int step = 0; step < 3000; ++step) {
      log.metric("loss", step, 0, step);
      if (step % 20 == 0) log.flush();
    }
    log.finish("finished");
  }};
  began.receive();
  auto database = Database::open_existing(file);
  double seen = 0;
  for (int i = 0; i < 100; ++i) {
    const auto rows = number(database, "SELECT count(*) FROM v_curves");
    EXPECT_GE(rows, seen);
    seen = rows;
  }
  EXPECT_EQ(writer.wait(), 0);
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_curves"), 3000);
}

/// Says the last step that was committed, for ever.
void train_until_killed(const std::filesystem::path& file, int seed, const Pipe& committed) {
  auto database = Database::open(file);
  RunLog log{file, claim_run(database, sample_run("aa", seed)).run_id};
  log.open_attempt(-1);
  for (int step = 0;; ++step) {
    log.metric("loss", step, 0, step);
    if (step % 7 != 0) continue;
    log.flush();
    committed.send(std::to_string(step));
  }
}

TEST(Processes, KilledWhileWritingLoseNoRowThatFlushAcknowledged) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  const auto random_seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(random_seed));
  std::mt19937 random{random_seed};
  for (int round = 0; round < 8; ++round) {
    Pipe committed;
    Child child{[&] { train_until_killed(file, round, committed); }};
    committed.close_writer();
    std::string line;
    for (auto wait_for = 1 + random() % 40; wait_for > 0; --wait_for) line = committed.receive();
    child.kill();
    for (auto rest = committed.receive(); !rest.empty(); rest = committed.receive()) line = rest;
    EXPECT_EQ(child.wait(), -SIGKILL);
    auto database = Database::open(file);
    const auto run_id = list_runs(database, {.state = "running", .experiment = ""}).at(0).run_id;
    const auto rows = number(database, "SELECT count(*) FROM v_curves WHERE run_id = '" + run_id + "'");
    EXPECT_GT(rows, std::stod(line));
    EXPECT_EQ(number(database, "SELECT max(step) + 1 FROM v_curves WHERE run_id = '" + run_id + "'"), rows);
    EXPECT_EQ(mark_lost(database), 1);
    EXPECT_EQ(state_of(database, run_id), "lost");
    EXPECT_EQ(database.connection().text("PRAGMA integrity_check"), "ok");
    EXPECT_FALSE(database.connection().text("PRAGMA foreign_key_check"));
  }
}

TEST(Processes, KilledAreNeverShownAsFinished) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  Pipe began;
  Child child{[&] { train_until_killed(file, 1, began); }};
  began.receive();
  child.kill();
  EXPECT_EQ(child.wait(), -SIGKILL);
  auto database = Database::open_existing(file);
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_runs WHERE state = 'finished'"), 0);
  mark_lost(database);
  const auto detail = show_run(database, list_runs(database).at(0).run_id);
  EXPECT_EQ(detail.run.state, "lost");
  EXPECT_NE(detail.run.reason, "");
  EXPECT_EQ(detail.attempts.at(0).state, "lost");
}

TEST(Processes, ResumeARunThatWasKilledAndFinishIt) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  Pipe committed;
  Child child{[&] { train_until_killed(file, 1, committed); }};
  committed.close_writer();
  std::string line;
  for (int i = 0; i < 5; ++i) line = committed.receive();
  child.kill();
  EXPECT_EQ(child.wait(), -SIGKILL);
  auto database = Database::open(file);
  const auto claim = claim_run(database, sample_run("aa", 1));
  ASSERT_EQ(claim.outcome, ClaimOutcome::claimed_resume);
  RunLog log{file, claim.run_id};
  log.open_attempt(20);
  for (int step = 21; step < 30; ++step) log.metric("loss", step, 0, step);
  log.finish("finished");
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_curves"), 30);
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_curves WHERE value <> step"), 0);
  const auto attempts = show_run(database, claim.run_id).attempts;
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].state, "lost");
  EXPECT_EQ(attempts[1].state, "finished");
}

}  // namespace
}  // namespace unseen
