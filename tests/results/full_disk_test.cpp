#include <gtest/gtest.h>

#include <filesystem>

#include <unseen/error.hpp>

#include "sample_runs.hpp"
#include "support/child.hpp"
#include "support/file_limit.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

void check(bool holds, const char* what) {
  if (!holds) throw std::runtime_error{what};
}

template <class Call>
std::string refusal(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

void log_rows(RunLog& log, int from, int count) {
  for (int step = from; step < from + count; ++step) log.metric("loss", step, 0, step);
}

TEST(FullDisk, IsAnErrorOfFlushAndOfFinishButNotOfMetric) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  Child child{[&] {
    auto database = Database::open(file);
    const auto run_id = claim_run(database, sample_run("aa", 1)).run_id;
    RunLog log{file, run_id};
    log.open_attempt(-1);
    log_rows(log, 0, 1000);
    log.flush();
    limit_files(std::filesystem::file_size(file) + 4096);
    log_rows(log, 1000, 200'000);  // more than the queue holds: it must neither wait for ever nor drop
    check(refusal([&] { log.flush(); }).find("disk") != std::string::npos, "flush said nothing of the disk");
    check(!refusal([&] { log.finish("finished"); }).empty(), "finish said nothing");
    check(state_of(database, run_id) == "running", "the run ended");
    check(number(database, "SELECT count(*) FROM v_curves") == 1000, "committed rows are gone");
    limit_files(RLIM_INFINITY);
    log.finish("finished");
    check(number(database, "SELECT count(*) FROM v_curves") == 201'000, "rows were dropped");
  }};
  EXPECT_EQ(child.wait(), 0);
  auto database = Database::open_existing(file);
  EXPECT_EQ(list_runs(database).at(0).state, "finished");
}

TEST(FullDisk, KeepsWhatWasCommittedWhereTheProgramEndsThere) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "r.db";
  Child child{[&] {
    auto database = Database::open(file);
    const auto run_id = claim_run(database, sample_run("aa", 1)).run_id;
    RunLog log{file, run_id};
    log.open_attempt(-1);
    log_rows(log, 0, 1000);
    log.flush();
    limit_files(std::filesystem::file_size(file) + 4096);
    log_rows(log, 1000, 50'000);
  }};
  EXPECT_EQ(child.wait(), 0);
  auto database = Database::open_existing(file);
  EXPECT_EQ(number(database, "SELECT count(*) FROM v_curves"), 1000);
  EXPECT_EQ(mark_lost(database), 1);
  EXPECT_EQ(list_runs(database).at(0).state, "lost");
}

TEST(FullDisk, RefusesANewDatabaseWithTheRemedy) {
  const TemporaryFolder folder;
  Child child{[&] {
    limit_files(8192);
    check(refusal([&] { Database::open(folder.path() / "r.db"); }).find("disk") != std::string::npos,
          "accepted");
  }};
  EXPECT_EQ(child.wait(), 0);
}

}  // namespace
}  // namespace unseen
