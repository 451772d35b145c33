#include "training/trainer.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <limits>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

#include "memory_sink.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"
#include "training/safetensors.hpp"
#include "training/step_outcome.hpp"
#include "training/weights.hpp"

namespace unseen::test {
namespace {

/// 24 pictures of 8 x 8 pixels, red ones real and green ones fake, with noise.
class RedAndGreen final : public TrainingSource {
 public:
  std::size_t samples_per_item() const override { return 1; }
  void produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
               std::int64_t* labels) const override {
    Random random{9, static_cast<std::uint64_t>(epoch), item};
    labels[0] = static_cast<std::int64_t>(item % 2);
    for (std::size_t i = 0; i < 8 * 8 * 3; ++i) {
      const auto bright = i % 3 == item % 2 ? 120 : 0;
      pixels[i] = static_cast<std::uint8_t>(bright + random.integer(0, 100));
    }
  }
  std::vector<std::vector<std::size_t>> batches(std::int64_t epoch) const override {
    std::vector<std::vector<std::size_t>> result(4);
    for (std::size_t i = 0; i < 24; ++i) result[(i / 6 + static_cast<std::size_t>(epoch)) % 4].push_back(i);
    return result;
  }
};

struct Options {
  std::string regularizer = "erm";
  std::int64_t accumulate = 1;
  std::int64_t stop_after = -1;  ///< signal after so many calls
  std::size_t workers = 2;
  std::int64_t max_bad_steps = 10;
  bool channels_last = true;
  std::int64_t stop_in_validation = -1;  ///< of this epoch
};

/// One attempt at a run of three epochs; the folder and the sink outlive it.
std::map<std::string, torch::Tensor> attempt(const TemporaryFolder& folder, MemorySink& sink,
                                             const Options& options, Regularizer* rule = nullptr) {
  torch::manual_seed(4);
  const auto model = two_layer_network();
  model->build(2);
  const auto made = make_regularizer(options.regularizer);
  CellConfig config;
  config.train.epochs = 3;
  config.train.accumulate = options.accumulate;
  config.train.max_bad_steps = options.max_bad_steps;
  config.optimizer.name = "adamw";
  config.optimizer.lr = 0.01;
  const RedAndGreen data;
  std::int64_t calls = 0;
  const StopRequest stop = [&]() -> std::optional<int> {
    return calls++ == options.stop_after ? std::optional{SIGTERM} : std::nullopt;
  };
  std::int64_t validations = 0;
  const Validate validate = [&] {
    if (validations == options.stop_in_validation) throw Interrupted{SIGTERM};
    const auto sum = model->parameters()[0].sum().item<double>();
    ++validations;
    return std::vector<std::pair<std::string, double>>{{"video_auc", std::abs(std::sin(sum))}};
  };
  const CheckpointFolder checkpoints{folder.path(), 2};
  Trainer trainer{{*model, rule == nullptr ? *made : *rule, config, data, validate, sink, checkpoints,
                   Placement{torch::kCPU, options.channels_last, options.workers, false}, stop, "test"}};
  sink.forget_after(trainer.resume());
  trainer.run();
  std::map<std::string, torch::Tensor> weights;
  for (const auto& [name, tensor] : state_dict(*model)) weights[name] = tensor.clone();
  return weights;
}

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
  Options options;
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
  Options options;
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
  Options options;
  options.workers = 1;
  const auto wanted = attempt(one, sink, options);
  options.workers = 5;
  expect_equal(attempt(five, sink, options), wanted);
}

TEST(Trainer, LearnsTheSameInEitherMemoryLayout) {
  for (const auto* regularizer : {"erm", "gradreg_pim"}) {
    const TemporaryFolder folders[2];
    MemorySink sink;
    Options options{regularizer};
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
  Options options;
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

/// ERM, but for chosen steps, whose loss is not a number.
class SometimesNan final : public Regularizer {
 public:
  explicit SometimesNan(int every) : every_{every} {}
  StepReport accumulate(Step& step) override {
    auto loss = step.loss_and_gradients();
    if (++calls_ % every_ != 0) return {{"loss", loss}};
    for (const auto& parameter : step.parameters())
      parameter.mutable_grad().fill_(std::numeric_limits<double>::quiet_NaN());
    return {{"loss", loss * std::numeric_limits<double>::quiet_NaN()}};
  }

 private:
  int every_;
  int calls_ = 0;
};

TEST(Trainer, SkipsAndCountsStepsWithoutAFiniteLoss) {
  const TemporaryFolder folder;
  MemorySink sink;
  SometimesNan rule{4};
  const auto weights = attempt(folder, sink, {}, &rule);
  EXPECT_EQ(sink.events.size(), 3U);
  for (const auto& [name, tensor] : weights) EXPECT_TRUE(torch::isfinite(tensor).all().item<bool>()) << name;
  EXPECT_EQ(weights.at("bn1.num_batches_tracked").item<std::int64_t>(), 9);
}

/// Another step, whose loss is a number and has a gradient that is none.
class SteepStep final : public Step {
 public:
  explicit SteepStep(Step& step) : step_{step} {}
  const torch::Tensor& images() const override { return step_.images(); }
  const torch::Tensor& labels() const override { return step_.labels(); }
  Backbone& model() override { return step_.model(); }
  const std::vector<torch::Tensor>& parameters() const override { return step_.parameters(); }
  torch::Tensor forward(const torch::Tensor& x, std::size_t from, std::size_t to) override {
    return step_.forward(x, from, to);
  }
  torch::Tensor loss(const torch::Tensor& logits) override {
    return step_.loss(logits) + (0 * logits.sum()).sqrt();
  }
  torch::Tensor reduced(const torch::Tensor& tensor) override { return step_.reduced(tensor); }
  RandomState random_state() const override { return step_.random_state(); }
  void set_random_state(const RandomState& state) override { step_.set_random_state(state); }

 private:
  Step& step_;
};

/// A rule that every fourth time has nowhere to ascend to.
class SometimesSteep final : public Regularizer {
 public:
  explicit SometimesSteep(std::shared_ptr<Regularizer> rule) : rule_{std::move(rule)} {}
  StepReport accumulate(Step& step) override {
    SteepStep steep{step};
    return rule_->accumulate(++calls_ % 4 == 0 ? steep : step);
  }

 private:
  std::shared_ptr<Regularizer> rule_;
  int calls_ = 0;
};

TEST(Trainer, SkipsCountsAndLogsAStepWhoseAscentHasNoFiniteNorm) {
  for (const auto* rule : {"gradreg_pim", "sam", "gnp", "dual_flat"}) {
    SCOPED_TRACE(rule);
    const TemporaryFolder folder;
    MemorySink sink;
    SometimesSteep steep{make_regularizer(rule)};
    const auto weights = attempt(folder, sink, {}, &steep);
    EXPECT_EQ(sink.events.size(), 3U);
    const auto count = std::count_if(sink.rows.begin(), sink.rows.end(),
                                     [](const auto& row) { return std::get<0>(row) == "train/bad_steps"; });
    EXPECT_EQ(count, 3);
    for (const auto& [name, tensor] : weights)
      EXPECT_TRUE(torch::isfinite(tensor).all().item<bool>()) << name;
    EXPECT_EQ(weights.at("bn1.num_batches_tracked").item<std::int64_t>(), 9);
  }
}

TEST(Trainer, FailsAfterTooManyBadSteps) {
  const TemporaryFolder folder;
  MemorySink sink;
  SometimesNan rule{1};
  Options options;
  options.max_bad_steps = 2;
  try {
    attempt(folder, sink, options, &rule);
    ADD_FAILURE() << "it went on";
  } catch (const Error& error) {
    EXPECT_NE(std::string{error.what()}.find("max_bad_steps = 2"), std::string::npos) << error.what();
  }
  EXPECT_EQ(sink.events.size(), 3U);
}

}  // namespace
}  // namespace unseen::test
