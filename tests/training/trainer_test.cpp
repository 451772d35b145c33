#include "training/trainer.hpp"

#include <gtest/gtest.h>

#include "small_training.hpp"
#include "training/safetensors.hpp"
#include "training/step_outcome.hpp"

namespace unseen::test {
namespace {

void expect_equal(const std::map<std::string, torch::Tensor>& a,
                  const std::map<std::string, torch::Tensor>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (const auto& [name, tensor] : a) EXPECT_TRUE(torch::equal(tensor, b.at(name))) << name;
}

TEST(Trainer, LearnsToTellRedFromGreen) {
  const TemporaryFolder folder;
  MemorySink sink;
  attempt(folder, sink, {});
  double first = 0;
  double last = 0;
  for (const auto& [name, step, epoch, value] : sink.rows) {
    if (name != "train/loss") continue;
    if (step == 1) first = value;
    last = value;
  }
  EXPECT_LT(last, 0.7 * first);
}

TEST(Trainer, EndsWithTheSameBitsAfterAnInterruptionAtAnyStep) {
  for (const auto* regularizer : {"erm", "gradreg_pim", "sam", "gnp", "dual_flat"}) {
    const TemporaryFolder whole;
    MemorySink whole_sink;
    const auto wanted = attempt(whole, whole_sink, {regularizer});
    for (std::int64_t stop_after = 0; stop_after < 12; stop_after += 3) {
      const TemporaryFolder folder;
      MemorySink sink;
      EXPECT_THROW(attempt(folder, sink, {regularizer, 1, stop_after}), Interrupted);
      expect_equal(attempt(folder, sink, {regularizer}), wanted);
      EXPECT_EQ(sink.rows, whole_sink.rows) << regularizer << " stopped after " << stop_after;
    }
  }
}

TEST(Trainer, KeepsTheEpochWhoseValidationIsInterrupted) {
  const TemporaryFolder whole;
  MemorySink whole_sink;
  const auto wanted = attempt(whole, whole_sink, {});
  const TemporaryFolder folder;
  MemorySink sink;
  AttemptOptions options;
  options.stop_in_validation = 1;
  EXPECT_THROW(attempt(folder, sink, options), Interrupted);
  const auto newest = CheckpointFolder{folder.path(), 2}.newest();
  ASSERT_TRUE(newest.has_value());
  EXPECT_EQ(newest->cursor.step, 2 * 4);
  expect_equal(attempt(folder, sink, {}), wanted);
}

TEST(Trainer, CopiesTheBestWeightsThatADeadAttemptDidNot) {
  const TemporaryFolder folder;
  MemorySink sink;
  AttemptOptions options;
  options.stop_in_validation = 1;
  EXPECT_THROW(attempt(folder, sink, options), Interrupted);
  const auto files = folder.path() / "checkpoints";
  const auto wanted = read_safetensors(files / "best.safetensors").tensors;
  // As a kill leaves it between the first epoch's checkpoint and the copy.
  for (const auto* ending : {".json", ".safetensors", ".state.safetensors"})
    std::filesystem::remove(files / (std::string{"step_00000008"} + ending));
  std::filesystem::remove(files / "best.safetensors");
  options.stop_after = 0;
  EXPECT_THROW(attempt(folder, sink, options), Interrupted);
  expect_equal(read_safetensors(files / "best.safetensors").tensors, wanted);
}

TEST(Trainer, GivesTheSameBitsWhateverTheNumberOfWorkers) {
  const TemporaryFolder one;
  const TemporaryFolder five;
  MemorySink sink;
  AttemptOptions options;
  options.workers = 1;
  const auto wanted = attempt(one, sink, options);
  options.workers = 5;
  expect_equal(attempt(five, sink, options), wanted);
}

TEST(Trainer, LearnsTheSameInEitherMemoryLayout) {
  for (const auto* regularizer : {"erm", "gradreg_pim"}) {
    const TemporaryFolder folders[2];
    MemorySink sink;
    AttemptOptions options{regularizer};
    const auto pixels = attempt(folders[0], sink, options);
    options.channels_last = false;
    const auto planes = attempt(folders[1], sink, options);
    for (const auto& [name, tensor] : planes) {
      // The bias before BatchNorm has no gradient but rounding, which Adam makes as large as any.
      if (!name.ends_with("weight")) continue;
      EXPECT_TRUE(torch::allclose(tensor, pixels.at(name), 1e-3, 1e-4)) << regularizer << ": " << name;
    }
  }
}

TEST(Trainer, StepsOnceForSeveralMicroBatches) {
  const TemporaryFolder folder;
  MemorySink sink;
  AttemptOptions options;
  options.accumulate = 3;
  attempt(folder, sink, options);
  std::int64_t steps = 0;
  for (const auto& [name, step, epoch, value] : sink.rows) steps = std::max(steps, step);
  EXPECT_EQ(steps, 3 * 2);  // four batches an epoch: three and the one left over
}

TEST(StepOutcome, IsTheMeanOfItsMicroBatches) {
  torch::manual_seed(2);
  StepOutcome mean;
  torch::Tensor sum = torch::zeros({7});
  for (int i = 1; i <= 5; ++i) {
    const auto gradient = torch::randn({7});
    sum += gradient;
    StepOutcome one;
    one.scalars = {{"loss", 1.0 * i}};
    one.gradients = {gradient.clone(), torch::full({2}, 1.0 * i)};
    mean.add(one);
    EXPECT_TRUE(torch::allclose(mean.gradients[0], sum / i, 1e-5, 1e-6));
    EXPECT_TRUE(torch::allclose(mean.gradients[1], torch::full({2}, (1.0 + i) / 2), 1e-5));
    EXPECT_NEAR(mean.scalars[0].second, (1.0 + i) / 2, 1e-12);
  }
}

}  // namespace
}  // namespace unseen::test
