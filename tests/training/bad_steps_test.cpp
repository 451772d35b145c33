// Steps without a finite loss or gradient: skipped, counted, logged.

#include <gtest/gtest.h>

#include <limits>

#include "forwarding_step.hpp"
#include "small_training.hpp"

namespace unseen::test {
namespace {

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
class SteepStep final : public ForwardingStep {
 public:
  using ForwardingStep::ForwardingStep;
  torch::Tensor loss(const torch::Tensor& logits) override {
    return ForwardingStep::loss(logits) + (0 * logits.sum()).sqrt();
  }
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
  AttemptOptions options;
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
