// `gc` takes away what came to nothing, rows and folders, and keeps what counts or goes on.
#include <gtest/gtest.h>
#include <signal.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// The id of the one run in this state; "" where there is none.
std::string run_in(const Laboratory& lab, const std::string& state) {
  return lab.value("SELECT run_id FROM v_runs WHERE state = '" + state + "'");
}

fs::path folder(const Laboratory& lab, const std::string& run_id) {
  return lab.folder().path() / "results" / "runs" / run_id;
}

/// A run that does not end by itself while a test looks on.
Words long_run(const Laboratory& lab) {
  return {"run", lab.experiment().string(), "--set", "train.epochs=500"};
}

/// Waits until the run trains and has a checkpoint; its id.
std::string training_run(const Laboratory& lab, Command& run) {
  EXPECT_TRUE(wait_until([&] {
    const auto id = run_in(lab, "running");
    return run.has_ended() ||
           (!id.empty() && fs::exists(folder(lab, id) / "checkpoints" / "best.safetensors"));
  }));
  EXPECT_FALSE(run.has_ended()) << run.wait().err;
  return run_in(lab, "running");
}

int rows_of_runs(const Laboratory& lab) {
  return std::stoi(
      lab.value("SELECT (SELECT count(*) FROM run) + (SELECT count(*) FROM attempt) + (SELECT count(*) FROM "
                "metric) + (SELECT count(*) FROM artifact) + (SELECT count(*) FROM evaluation)"));
}

TEST(Gc, DeletesALostRunWithItsFolderAndItsRows) {
  const Laboratory lab;
  std::string lost;
  {
    Command run{UNSEEN_PROGRAM, long_run(lab), lab.surroundings()};
    lost = training_run(lab, run);
    run.signal(SIGKILL);
    run.wait();
  }
  const auto listed = lab.unseen({"gc"});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, lost));
  EXPECT_TRUE(says(listed.out, "lost"));
  EXPECT_EQ(run_in(lab, "lost"), lost) << "deleted without --yes";
  EXPECT_TRUE(fs::exists(folder(lab, lost)));

  ASSERT_TRUE(ended(lab.unseen({"gc", "--yes"}), 0));
  EXPECT_EQ(rows_of_runs(lab), 0);
  EXPECT_FALSE(fs::exists(folder(lab, lost)));
  EXPECT_TRUE(ended(lab.run(), 0)) << "after it";
}

TEST(Gc, DeletesASupersededRunAndKeepsTheOneInItsPlace) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(ended(lab.run({"--force"}), 0));
  const auto old = run_in(lab, "superseded");
  const auto next = run_in(lab, "finished");
  const auto table = lab.table().out;
  ASSERT_TRUE(has_number(table));

  const auto listed = lab.unseen({"gc"});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, old));
  EXPECT_FALSE(says(listed.out, next));
  EXPECT_EQ(run_in(lab, "superseded"), old) << "deleted without --yes";

  ASSERT_TRUE(ended(lab.unseen({"gc", "--yes"}), 0));
  EXPECT_EQ(lab.rows("SELECT run_id FROM v_runs"), std::vector<Words>{{next}});
  EXPECT_FALSE(fs::exists(folder(lab, old)));
  EXPECT_TRUE(fs::exists(folder(lab, next)));
  EXPECT_EQ(lab.table().out, table);
}

TEST(Gc, DeletesAFinishedRunOnlyWhereItIsNamed) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto id = run_in(lab, "finished");
  const auto all = lab.unseen({"gc", "--yes"});
  ASSERT_TRUE(ended(all, 0));
  EXPECT_FALSE(says(all.out, id));
  EXPECT_TRUE(ended(lab.unseen({"gc", id.substr(0, 8), "zzzz", "--yes"}), 2)) << "one of the two is unknown";
  const auto listed = lab.unseen({"gc", id.substr(0, 8)});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, id));
  ASSERT_EQ(run_in(lab, "finished"), id) << "deleted without --yes or a name";
  ASSERT_TRUE(fs::exists(folder(lab, id)));

  ASSERT_TRUE(ended(lab.unseen({"gc", id.substr(0, 8), "--yes"}), 0));
  EXPECT_EQ(rows_of_runs(lab), 0);
  EXPECT_FALSE(fs::exists(folder(lab, id)));
  EXPECT_FALSE(has_number(lab.table().out));
}

TEST(Gc, LeavesARunThatIsMadeAndOneThatIsToGoOn) {
  const Laboratory lab;
  Command run{UNSEEN_PROGRAM, long_run(lab), lab.surroundings()};
  const auto id = training_run(lab, run);
  EXPECT_FALSE(says(lab.unseen({"gc", "--yes"}).out, id));
  const auto named = lab.unseen({"gc", id, "--yes"});
  EXPECT_TRUE(ended(named, 2));
  EXPECT_TRUE(says(named.err, "it is running"));
  EXPECT_TRUE(fs::exists(folder(lab, id)));

  run.signal(SIGTERM);
  ASSERT_TRUE(ended(run.wait(), 128 + SIGTERM)) << "gc took its rows away";
  ASSERT_EQ(run_in(lab, "interrupted"), id);
  EXPECT_FALSE(says(lab.unseen({"gc", "--yes"}).out, id));
  EXPECT_EQ(run_in(lab, "interrupted"), id);
  EXPECT_TRUE(fs::exists(folder(lab, id)));
}

}  // namespace
}  // namespace unseen
