// train.recompute = true changes what a step keeps in memory, and no bit of what it computes.

#include <c10/util/ThreadLocalDebugInfo.h>
#include <gtest/gtest.h>
#include <torch/nn/modules/linear.h>

#include <c10/core/Allocator.h>

#include <unseen/error.hpp>

#include "support/models.hpp"
#include "training/batch_step.hpp"
#include "training/training_state.hpp"

namespace unseen::test {
namespace {

struct RecomputedStep {
  const char *backbone, *params, *regularizer, *rule;
  std::int64_t side;
  bool bf16 = false;
};

std::ostream& operator<<(std::ostream& out, const RecomputedStep& step) {
  return out << step.backbone << step.params << " " << step.regularizer << step.rule;
}

/// All that a step leaves behind.
std::vector<torch::Tensor> traces(const RecomputedStep& trial, bool recompute) {
  torch::manual_seed(7);
  const auto model = make_backbone(trial.backbone, trial.params);
  model->build(2);
  model->train();
  const auto parameters = model->parameters();
  const auto images = torch::randn({2, 3, trial.side, trial.side});
  const auto rule = make_regularizer(trial.regularizer, trial.rule);
  std::vector<torch::Tensor> all;
  for (int i = 0; i < 2; ++i) {
    for (const auto& parameter : parameters) parameter.mutable_grad() = torch::Tensor{};
    BatchStep step{*model,
                   parameters,
                   images.contiguous(torch::MemoryFormat::ChannelsLast),
                   torch::tensor({0, 1}),
                   {trial.bf16, recompute}};
    for (const auto& [name, value] : rule->accumulate(step)) all.push_back(value);
    for (const auto& gradient : step.gradients()) all.push_back(gradient.clone());
  }
  for (const auto& buffer : model->buffers()) all.push_back(buffer);
  all.push_back(random_state(torch::kCPU).cpu);
  return all;
}

class Recompute : public testing::TestWithParam<RecomputedStep> {};

TEST_P(Recompute, LeavesGradientsStatisticsAndRandomNumbersBitForBit) {
  const auto kept = traces(GetParam(), false);
  const auto again = traces(GetParam(), true);
  ASSERT_EQ(kept.size(), again.size());
  for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_TRUE(torch::equal(kept[i], again[i])) << i;
}

INSTANTIATE_TEST_SUITE_P(
    Steps, Recompute,
    testing::Values(RecomputedStep{"resnet", R"({"variant":"18","drop_path_rate":0.3})", "erm", "{}", 64},
                    RecomputedStep{"resnet", R"({"variant":"18"})", "gradreg_pim", "{}", 64},
                    RecomputedStep{"convnext", R"({"variant":"atto","drop_path_rate":0.3})", "gradreg_pim",
                                   R"({"alpha":0.5})", 64},
                    RecomputedStep{"convnext", R"({"variant":"atto"})", "erm", "{}", 64, true},
                    RecomputedStep{"efficientnet", R"({"variant":"b0","drop_path_rate":0.3})", "gradreg_pim",
                                   R"({"bn_stats":"both"})", 64},
                    RecomputedStep{"xception", "{}", "gradreg_pim", R"({"bn_stats":"last","alpha":0.5})",
                                   75}));

/// Counts the bytes of the tensors that this thread makes while it is watched.
class LiveBytes final : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, std::int64_t bytes, std::size_t, std::size_t, c10::Device) override {
    live_ += bytes;
    most_ = std::max(most_, live_);
  }
  bool memoryProfilingEnabled() const override { return true; }
  std::int64_t live() const { return live_; }
  std::int64_t most() const { return most_; }

 private:
  std::int64_t live_ = 0, most_ = 0;
};

std::int64_t bytes_between_forward_and_backward(bool recompute) {
  const auto model = make_backbone("convnext", R"({"variant":"atto"})");
  model->build(2);
  const auto parameters = model->parameters();
  BatchStep step{*model, parameters, torch::randn({2, 3, 64, 64}), torch::tensor({0, 1}), {false, recompute}};
  const auto counter = std::make_shared<LiveBytes>();
  const c10::DebugInfoGuard guard{c10::DebugInfoKind::PROFILER_STATE, counter};
  const auto loss = step.loss(step.logits());
  return counter->live();
}

TEST(RecomputedActivations, AreNotKeptForTheBackwardPass) {
  const auto kept = bytes_between_forward_and_backward(false);
  ASSERT_GT(kept, 1'000'000);
  // One of the eleven tensors as large as a block's output that a ConvNeXt block keeps.
  EXPECT_LT(bytes_between_forward_and_backward(true), kept / 5);
}

std::int64_t most_bytes_of_a_step(const std::string& rule) {
  const auto model = make_backbone("resnet", R"({"variant":"18"})");
  model->build(2);
  const auto parameters = model->parameters();
  BatchStep step{*model, parameters, torch::randn({2, 3, 64, 64}), torch::tensor({0, 1})};
  const auto counter = std::make_shared<LiveBytes>();
  const c10::DebugInfoGuard guard{c10::DebugInfoKind::PROFILER_STATE, counter};
  make_regularizer(rule)->accumulate(step);
  return counter->most();
}

TEST(Sam, NeedsOneCopyOfTheWeightsMoreThanErm) {
  constexpr std::int64_t kWeights = 4 * 11'177'538;
  const auto more = most_bytes_of_a_step("sam") - most_bytes_of_a_step("erm");
  EXPECT_GT(more, kWeights / 2) << "nothing was counted";
  EXPECT_LT(more, kWeights * 1.05);
}

/// A first segment without parameters, and one that may write into its input.
class OddNetwork final : public Backbone {
 public:
  explicit OddNetwork(bool in_place) : in_place_{in_place} {}
  void build(std::int64_t classes) override {
    auto fc = register_module("fc", torch::nn::Linear{3, classes});
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    add_segment("double", [in_place = in_place_](torch::Tensor x) { return in_place ? x.mul_(2) : x * 2; });
    add_segment("head", [fc](const torch::Tensor& x) mutable { return fc->forward(x); });
  }
  InputSpec input() const override { return {8, {0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}}; }
  std::vector<std::string> shallow_segments() const override { return {}; }
  std::string cam_segment() const override { return "pool"; }
  std::string classifier() const override { return "fc"; }

 private:
  bool in_place_;
};

std::vector<torch::Tensor> gradients_of_odd_network(bool in_place, bool recompute) {
  torch::manual_seed(3);
  const auto model = std::make_shared<OddNetwork>(in_place);
  model->build(2);
  const auto parameters = model->parameters();
  BatchStep step{*model, parameters, torch::randn({2, 3, 8, 8}), torch::tensor({0, 1}), {false, recompute}};
  step.loss_and_gradients();
  return step.gradients();
}

TEST(RecomputedActivations, NeedNoParametersInTheFirstSegment) {
  const auto kept = gradients_of_odd_network(false, false), again = gradients_of_odd_network(false, true);
  for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_TRUE(torch::equal(kept[i], again[i]));
}

TEST(RecomputedActivations, RefuseASegmentThatChangesItsInput) {
  EXPECT_NO_THROW(gradients_of_odd_network(true, false));
  EXPECT_THROW(gradients_of_odd_network(true, true), Error);
}

TEST(RecomputedActivations, RefuseASecondDerivative) {
  const auto model = two_layer_network();
  model->build(2);
  const auto parameters = model->parameters();
  BatchStep step{*model, parameters, torch::randn({2, 3, 8, 8}), torch::tensor({0, 1}), {false, true}};
  const auto loss = step.loss(step.logits());
  EXPECT_THROW(torch::autograd::grad({loss}, parameters, {}, std::nullopt, true), Error);
}

}  // namespace
}  // namespace unseen::test
