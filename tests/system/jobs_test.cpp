// `run --jobs 2` as one command: a signal to it stops what it started, and it goes on where that was.
#include <gtest/gtest.h>
#include <signal.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

/// Two runs of `epochs` epochs, which save nothing on the way: time that is not asked about here.
std::string two_runs(const std::string& epochs) {
  auto text = with(Laboratory::tiny_experiment(), "seeds = [1]", "seeds = [1, 2]");
  text = with(text, "epochs = 2", "epochs = " + epochs);
  text = with(text, "[validate]", "[validate]\nselect = \"last\"");
  return text + "\n[checkpoint]\nevery = " + epochs + "\n";
}

Words side_by_side(const Laboratory& lab) { return {"run", lab.experiment().string(), "--jobs", "2"}; }

std::string count(const Laboratory& lab, const std::string& state) {
  return lab.value("SELECT count(*) FROM v_runs WHERE state = '" + state + "'");
}

/// Starts both runs, stops the command once `sql` finds a row, and waits for its end.
Finished terminated_once(const Laboratory& lab, const std::string& sql) {
  Command run{UNSEEN_PROGRAM, side_by_side(lab), lab.surroundings()};
  EXPECT_TRUE(wait_until([&] { return !lab.value(sql).empty() || run.has_ended(); }));
  EXPECT_FALSE(run.has_ended()) << "too late to stop it: " << run.wait().err;
  run.signal(SIGTERM);
  return run.wait();
}

/// That no process of the command is left: each one that made an attempt is gone.
void expect_nobody_left(const Laboratory& lab) {
  for (const auto& row : lab.rows("SELECT DISTINCT pid FROM attempt")) {
    EXPECT_NE(kill(std::stoi(row[0]), 0), 0) << "process " << row[0] << " goes on";
  }
}

void expect_all_finished_by_the_same_command(const Laboratory& lab, const std::string& steps) {
  ASSERT_TRUE(ended(lab.unseen(side_by_side(lab)), 0));
  EXPECT_EQ(lab.rows("SELECT state FROM v_runs"), (std::vector<Words>{{"finished"}, {"finished"}}));
  EXPECT_EQ(lab.rows("SELECT count(DISTINCT step), count(*) FROM v_curves WHERE metric = 'train/loss' GROUP "
                     "BY run_id"),
            (std::vector<Words>{{steps, steps}, {steps, steps}}));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_final WHERE metric = 'video_auc'"), "2");
}

TEST(Jobs, AreAllInterruptedByOneTerminationAndGoOn) {
  const Laboratory lab{two_runs("4")};
  const auto run =
      terminated_once(lab, "SELECT count(DISTINCT run) FROM attempt HAVING count(DISTINCT run) = 2");
  EXPECT_TRUE(ended(run, 128 + SIGTERM));
  EXPECT_EQ(count(lab, "interrupted"), "2");
  EXPECT_EQ(count(lab, "running"), "0");
  expect_nobody_left(lab);
  expect_all_finished_by_the_same_command(lab, "8");
}

TEST(Jobs, ThatHaveHardlyBegunAreInterruptedToo) {
  const Laboratory lab{two_runs("2")};
  const auto run = terminated_once(lab, "SELECT 1 FROM v_runs");
  EXPECT_TRUE(ended(run, 128 + SIGTERM));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs WHERE state <> 'interrupted'"), "0");
  expect_nobody_left(lab);
  expect_all_finished_by_the_same_command(lab, "4");
}

}  // namespace
}  // namespace unseen
