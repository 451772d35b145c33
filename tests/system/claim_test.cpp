#include <gtest/gtest.h>
#include <unistd.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

bool is_training(const Laboratory& lab) {
  return !lab.value("SELECT 1 FROM v_curves WHERE metric = 'train/loss'").empty();
}

TEST(TwoProcesses, DoNotTrainTheSameRun) {
  const Laboratory lab{with(Laboratory::tiny_experiment(), "epochs = 2", "epochs = 12")};
  Command first{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
  ASSERT_TRUE(wait_until([&] { return is_training(lab) || first.has_ended(); }));
  ASSERT_FALSE(first.has_ended()) << first.wait().err;

  const auto second = lab.run();
  ASSERT_FALSE(first.has_ended()) << "the second process waited for the first, or came too late";
  EXPECT_TRUE(ended(second, 0));
  char host[256] = {};
  gethostname(host, sizeof host - 1);
  EXPECT_TRUE(says(second.err, "left to it"));
  EXPECT_TRUE(says(second.err, host));
  EXPECT_TRUE(says(second.err, std::to_string(first.pid())));

  EXPECT_TRUE(ended(first.wait(), 0));
  EXPECT_EQ(lab.rows("SELECT state FROM v_runs"), std::vector<Words>{{"finished"}});
  EXPECT_EQ(lab.value("SELECT count(*) FROM attempt"), "1");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_curves WHERE metric = 'train/loss'"), "24");
}

TEST(TwoProcesses, ThatStartTogetherEndWithOneFinishedRun) {
  const Laboratory lab;
  Command first{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
  Command second{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
  EXPECT_TRUE(ended(first.wait(), 0));
  EXPECT_TRUE(ended(second.wait(), 0));
  EXPECT_EQ(lab.rows("SELECT state FROM v_runs"), std::vector<Words>{{"finished"}});
  EXPECT_EQ(lab.value("SELECT count(*) FROM evaluation"), "1");
}

TEST(Jobs, ShareTheRunsOfOneExperiment) {
  const Laboratory lab{with(with(Laboratory::tiny_experiment(), "seeds = [1]", "seeds = [1, 2, 3]"),
                            "epochs = 2", "epochs = 1")};
  const auto run = lab.run({"--jobs", "2"});
  ASSERT_TRUE(ended(run, 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs WHERE state = 'finished'"), "3");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "3");
  EXPECT_EQ(lab.value("SELECT count(DISTINCT pid) FROM attempt"), "2") << "one process made all runs";
  EXPECT_TRUE(says(lab.table().out, "±"));
}

TEST(Jobs, TrainEachRunOnceAgainWithForce) {
  const Laboratory lab{with(Laboratory::one_epoch(), "seeds = [1]", "seeds = [1, 2, 3]")};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(ended(lab.run({"--jobs", "2", "--force"}), 0));
  EXPECT_EQ(lab.rows("SELECT state, count(*) FROM v_runs GROUP BY state ORDER BY state"),
            (std::vector<Words>{{"finished", "3"}, {"superseded", "3"}}));
}

}  // namespace
}  // namespace unseen
