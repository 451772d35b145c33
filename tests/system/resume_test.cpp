// A run that was stopped, however and wherever, ends bit for bit where one ends that was not.
#include <gtest/gtest.h>
#include <signal.h>

#include <functional>
#include <memory>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// All that keeps a state between steps: a rule that draws, moments, augmentations.
std::string restless_experiment() {
  auto text = Laboratory::tiny_experiment();
  text = with(text, "plugin = \"erm\"", "plugin = \"gradreg_pim\"");
  text = with(text, "name = \"sgd\"", "name = \"adamw\"");
  text = with(text, "lr = 0.01", "lr = 1e-3");
  text = with(text, "\"constant\"", "\"cosine\"");
  text = with(text, "epochs = 2", "epochs = 3");
  return with(text, "workers = 1", "workers = 1\naugmentations = [{ plugin = \"horizontal_flip\" }]");
}

/// What a run has come to: weights, curves but for the rates, tests.
struct Outcome {
  std::string weights;
  std::vector<Words> curves, tests;

  explicit Outcome(const Laboratory& lab)
      : weights{content(lab.checkpoint("best.safetensors"))},
        curves{lab.rows(
            "SELECT metric, step, epoch, value FROM v_curves WHERE metric NOT LIKE 'rate/%' ORDER BY 1, 2")},
        tests{lab.rows("SELECT test, metric, value FROM v_final ORDER BY 1, 2")} {}
};

struct Moment {
  const char* name;
  std::function<bool(const Laboratory&)> reached;
};

bool has_checkpoint(const Laboratory& lab, const std::string& name) {
  return !lab.value("SELECT run_id FROM v_runs").empty() && fs::exists(lab.checkpoint(name));
}

bool has_losses(const Laboratory& lab, int wanted) {
  const auto count = lab.value("SELECT count(*) FROM v_curves WHERE metric = 'train/loss'");
  return !count.empty() && std::stoi(count) >= wanted;
}

std::vector<Moment> moments() {
  return {{"TheClaim", [](const auto& lab) { return !lab.value("SELECT 1 FROM v_runs").empty(); }},
          {"TheFirstLoss", [](const auto& lab) { return has_losses(lab, 1); }},
          {"TheFirstBestWeights", [](const auto& lab) { return has_checkpoint(lab, "best.safetensors"); }},
          {"TheFirstCheckpointsWeights",
           [](const auto& lab) { return has_checkpoint(lab, "step_00000002.safetensors"); }},
          {"TheFirstCheckpoint", [](const auto& lab) { return has_checkpoint(lab, "step_00000002.json"); }},
          {"TheThirdLoss", [](const auto& lab) { return has_losses(lab, 3); }},
          {"TheSecondCheckpoint", [](const auto& lab) { return has_checkpoint(lab, "step_00000004.json"); }},
          {"TheLastCheckpoint", [](const auto& lab) { return has_checkpoint(lab, "step_00000006.json"); }},
          {"TheTest", [](const auto& lab) { return !lab.value("SELECT 1 FROM evaluation").empty(); }}};
}

class Resumed : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const Laboratory lab{restless_experiment()};
    undisturbed_ = lab.run();
    if (undisturbed_.code == 0) expected_ = std::make_unique<Outcome>(lab);
  }
  static void TearDownTestSuite() { expected_.reset(); }
  void SetUp() override { ASSERT_TRUE(ended(undisturbed_, 0)); }

  /// Starts the run and stops it with a signal once the moment has come; false where it came too late.
  static Finished stopped(const Laboratory& lab, const Moment& moment, int number) {
    Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
    EXPECT_TRUE(wait_until([&] { return moment.reached(lab) || run.has_ended(); })) << moment.name;
    EXPECT_FALSE(run.has_ended()) << moment.name << " came too late to stop the run";
    run.signal(number);
    return run.wait();
  }

  static void expect_undisturbed(const Laboratory& lab) {
    const Outcome outcome{lab};
    EXPECT_TRUE(outcome.weights == expected_->weights) << "other weights";
    EXPECT_EQ(outcome.curves, expected_->curves);
    EXPECT_EQ(outcome.tests, expected_->tests);
    EXPECT_EQ(lab.rows("SELECT state FROM v_runs"), std::vector<Words>{{"finished"}});
  }

  static inline Finished undisturbed_;
  static inline std::unique_ptr<Outcome> expected_;
};

class Killed : public Resumed, public ::testing::WithParamInterface<Moment> {};

TEST_P(Killed, EndsWhereAnUndisturbedRunEnds) {
  const Laboratory lab{restless_experiment()};
  ASSERT_EQ(stopped(lab, GetParam(), SIGKILL).code, -SIGKILL);
  const auto trained = std::string{GetParam().name} == "TheTest";
  EXPECT_TRUE(says(lab.unseen({"ls"}).out, trained ? "finished" : "lost"));
  ASSERT_TRUE(ended(lab.run(), 0));
  expect_undisturbed(lab);
}

INSTANTIATE_TEST_SUITE_P(At, Killed, ::testing::ValuesIn(moments()),
                         [](const auto& moment) { return std::string{moment.param.name}; });

TEST_F(Resumed, EndsWhereAnUndisturbedRunEndsAfterAKillAtEveryMoment) {
  const Laboratory lab{restless_experiment()};
  for (const auto& moment : moments()) ASSERT_EQ(stopped(lab, moment, SIGKILL).code, -SIGKILL) << moment.name;
  ASSERT_TRUE(ended(lab.run(), 0));
  expect_undisturbed(lab);
  EXPECT_EQ(lab.value("SELECT count(*) FROM attempt WHERE state = 'running'"), "0");
}

TEST_F(Resumed, IsInterruptedByATerminationAndGoesOn) {
  const Laboratory lab{restless_experiment()};
  const auto run = stopped(lab, moments()[1], SIGTERM);
  ASSERT_TRUE(ended(run, 128 + SIGTERM));
  EXPECT_TRUE(says(run.err, "the same command goes on from the checkpoint"));
  EXPECT_EQ(lab.value("SELECT state FROM v_runs"), "interrupted");
  EXPECT_TRUE(says(lab.run({"--dry-run"}).out, "incomplete (interrupted)"));
  ASSERT_TRUE(ended(lab.run(), 0));
  expect_undisturbed(lab);
  EXPECT_NE(lab.value("SELECT max(from_step) FROM attempt"), "-1") << "trained again from the start";
}

TEST_F(Resumed, IsInterruptedByControlCAndGoesOn) {
  const Laboratory lab{restless_experiment()};
  ASSERT_TRUE(ended(stopped(lab, moments()[5], SIGINT), 128 + SIGINT));
  EXPECT_EQ(lab.value("SELECT state FROM v_runs"), "interrupted");
  ASSERT_TRUE(ended(lab.run(), 0));
  expect_undisturbed(lab);
}

TEST_F(Resumed, DoesNotDependOnTheNumberOfWorkers) {
  const Laboratory lab{restless_experiment()};
  ASSERT_TRUE(ended(lab.run({"--set", "train.workers=4"}), 0));
  expect_undisturbed(lab);
}

TEST_F(Resumed, DependsOnTheSeed) {
  const Laboratory lab{restless_experiment()};
  ASSERT_TRUE(ended(lab.run({"--set", "seeds=[2]"}), 0));
  EXPECT_FALSE(Outcome{lab}.weights == expected_->weights);
}

TEST_F(Resumed, IsInterruptedInATestAndGoesOnWithIt) {
  const Laboratory lab{restless_experiment()};
  ASSERT_TRUE(ended(stopped(lab, moments().back(), SIGTERM), 128 + SIGTERM));
  EXPECT_EQ(lab.value("SELECT state FROM v_runs"), "finished");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_final"), "0");
  ASSERT_TRUE(ended(lab.run(), 0));
  expect_undisturbed(lab);
  EXPECT_EQ(lab.value("SELECT count(*) FROM attempt"), "1") << "a test's end trained again";
}

TEST(OneStepAnEpoch, IsInterruptedAfterTheEpochsLastStepAndGoesOnWithItsValidation) {
  const auto text = with(with(Laboratory::tiny_experiment(), "batch_size = 8", "batch_size = 16"),
                         "epochs = 2", "epochs = 4");
  const Laboratory undisturbed{text}, lab{text};
  ASSERT_TRUE(ended(undisturbed.run(), 0));
  {
    Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
    ASSERT_TRUE(wait_until([&] { return has_losses(lab, 1) || run.has_ended(); }));
    run.signal(SIGTERM);
    ASSERT_TRUE(ended(run.wait(), 128 + SIGTERM));
  }
  ASSERT_TRUE(ended(lab.run(), 0));
  const Outcome outcome{lab}, expected{undisturbed};
  EXPECT_TRUE(outcome.weights == expected.weights);
  EXPECT_EQ(outcome.curves, expected.curves);
  EXPECT_EQ(outcome.tests, expected.tests);
}

TEST(LastWeights, AreBitIdenticalAfterAKill) {
  const auto text = with(Laboratory::tiny_experiment(), "[validate]", "[validate]\nselect = \"last\"");
  const Laboratory undisturbed{text};
  ASSERT_TRUE(ended(undisturbed.run(), 0));
  const Laboratory lab{text};
  {
    Command run{UNSEEN_PROGRAM, {"run", lab.experiment().string()}, lab.surroundings()};
    ASSERT_TRUE(wait_until([&] { return has_checkpoint(lab, "step_00000002.json") || run.has_ended(); }));
    ASSERT_FALSE(run.has_ended());
    run.signal(SIGKILL);
  }
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_TRUE(content(lab.checkpoint("last.safetensors")) ==
              content(undisturbed.checkpoint("last.safetensors")));
}

}  // namespace
}  // namespace unseen
