#include <gtest/gtest.h>

#include <cmath>

#include <unseen/error.hpp>
#include <unseen/feature_perturbation.hpp>
#include <unseen/gradients.hpp>

#include "parity_fixture.hpp"
#include "support/models.hpp"
#include "training/batch_step.hpp"

namespace unseen::test {
namespace {

struct Case {
  std::string name, plugin, params;
};

/// resnet18 on the batch of the golden numbers, in float64.
struct GoldenStep {
  std::shared_ptr<Backbone> model = make_backbone("resnet", R"({"variant":"18"})");
  std::vector<torch::Tensor> parameters;

  GoldenStep() {
    model->build(2);
    fill(*model, torch::kDouble);
    model->train();
    parameters = model->parameters();
  }
  BatchStep step() {
    for (auto& parameter : parameters) parameter.mutable_grad() = torch::Tensor{};
    return BatchStep{*model, parameters, hash_input(4, 64), torch::tensor({0, 1, 1, 0})};
  }
  std::vector<torch::Tensor> gradients() const {
    std::vector<torch::Tensor> all;
    for (const auto& parameter : parameters) all.push_back(parameter.grad().clone());
    return all;
  }
  double gradient_checksum() const {
    double sum = 0;
    for (const auto& item : model->named_parameters()) sum += checksum(item.value().grad(), item.key());
    return sum;
  }
  double statistics_checksum() const {
    double sum = 0;
    for (const auto& item : model->named_buffers()) {
      if (!item.key().ends_with("num_batches_tracked")) sum += checksum(item.value(), item.key());
    }
    return sum;
  }
};

void expect_close(double found, double wanted, const std::string& what) {
  EXPECT_NEAR(found, wanted, 1e-8 * std::max(1.0, std::abs(wanted))) << what;
}

double scalar(const StepReport& report, const std::string& name) {
  for (const auto& [key, value] : report) {
    if (key == name) return value.item<double>();
  }
  ADD_FAILURE() << "no scalar " << name;
  return std::nan("");
}

class OneStep : public testing::TestWithParam<Case> {};

TEST_P(OneStep, MeetsTheGoldenNumbers) {
  const auto& [name, plugin, params] = GetParam();
  const auto golden = parity_fixture()["rules"]["resnet18/" + name];
  GoldenStep golden_step;
  const auto rule = make_regularizer(plugin, params);
  auto step = golden_step.step();
  const auto report = rule->accumulate(step);
  expect_close(scalar(report, "loss"), golden["L_clean"], "clean loss");
  if (golden.contains("L_stat")) {
    expect_close(scalar(report, "loss_perturbed"), golden["L_stat"], "perturbed loss");
    expect_close(scalar(report, "norm_statistics_gradient"), golden["norm_stat_grad"], "norm");
  }
  expect_close(joint_norm(golden_step.gradients()).item<double>(), golden["norm_g"], "gradient norm");
  expect_close(golden_step.gradient_checksum(), golden["chk_g"], "gradient");
  expect_close(golden_step.statistics_checksum(), golden["chk_running_stats"], "running statistics");

  const torch::NoGradGuard no_grad;
  for (auto& parameter : golden_step.parameters) parameter.sub_(parameter.grad(), 0.01);
  golden_step.model->eval();
  const auto logits = golden_step.model->forward(hash_input(4, 64)).flatten();
  for (std::int64_t i = 0; i < 8; ++i) {
    expect_close(logits[i].item<double>(), golden["logits_after_evalmode"][static_cast<std::size_t>(i)],
                 "logits after");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Rules, OneStep,
    testing::Values(Case{"ERM", "erm", "{}"}, Case{"GradReg_a1_r0.1", "gradreg_pim", "{}"},
                    Case{"GradReg_a0.5_r0.1", "gradreg_pim", R"({"alpha":0.5})"},
                    Case{"GradReg_a1_r0.1_per_module", "gradreg_pim", R"({"norm":"per_module"})"},
                    Case{"GradReg_a1_r0.1_per_tensor", "gradreg_pim", R"({"norm":"per_tensor"})"}),
    [](const auto& info) { return "Case" + std::to_string(info.index); });

std::vector<torch::Tensor> gradient_of(const std::string& plugin, const std::string& params) {
  GoldenStep golden_step;
  auto step = golden_step.step();
  make_regularizer(plugin, params)->accumulate(step);
  return golden_step.gradients();
}

TEST(GradRegPim, IsErmBitForBitAtZeroRadiusAndAtZeroAlpha) {
  const auto wanted = gradient_of("erm", "{}");
  for (const auto* params : {R"({"r":0.0})", R"({"alpha":0.0})"}) {
    const auto found = gradient_of("gradreg_pim", params);
    for (std::size_t i = 0; i < wanted.size(); ++i)
      EXPECT_TRUE(torch::equal(found[i], wanted[i])) << params << i;
  }
}

TEST(GradRegPim, UpdatesRunningStatisticsInThePassesAskedFor) {
  std::map<std::string, double> tracked;
  for (const auto* passes : {"clean", "both", "last"}) {
    GoldenStep golden_step;
    auto step = golden_step.step();
    make_regularizer("gradreg_pim", std::string{R"({"bn_stats":")"} + passes + R"("})")->accumulate(step);
    tracked[passes] = state_dict(*golden_step.model).at("bn1.num_batches_tracked").item<double>();
  }
  EXPECT_EQ(tracked["clean"], 1);
  EXPECT_EQ(tracked["both"], 2);
  EXPECT_EQ(tracked["last"], 1);
}

TEST(GradRegPim, RaisesTheLossByRadiusTimesNormAsTheRadiusFalls) {  // eq. (10)
  double before = 1e9;
  for (const auto r : {0.1, 0.01, 0.001}) {
    GoldenStep golden_step;
    auto step = golden_step.step();
    const auto report =
        make_regularizer("gradreg_pim", "{\"r\":" + std::to_string(r) + "}")->accumulate(step);
    const auto rise = scalar(report, "loss_perturbed") - scalar(report, "loss");
    const auto error = std::abs(rise / (r * scalar(report, "norm_statistics_gradient")) - 1);
    EXPECT_LT(error, before);
    before = error;
  }
  EXPECT_LT(before, 2e-3);
}

TEST(GradRegPim, TakesADeltaForEachInstanceAndDetachedStatistics) {
  for (const auto* params : {R"({"delta":"instance"})", R"({"detach_stats":true})", R"({"unbiased":true})"}) {
    const auto plain = gradient_of("gradreg_pim", "{}");
    const auto other = gradient_of("gradreg_pim", params);
    EXPECT_FALSE(torch::allclose(plain[0], other[0], 1e-9, 1e-12)) << params;
    EXPECT_TRUE(torch::isfinite(other[0]).all().item<bool>()) << params;
  }
}

TEST(GradRegPim, NamesAnUnknownSegment) {
  GoldenStep golden_step;
  auto step = golden_step.step();
  const auto rule = make_regularizer("gradreg_pim", R"({"segments":["layer1.7"]})");
  EXPECT_THROW(rule->accumulate(step), InputError);
}

TEST(Perturbed, IsTheIdentityBitForBitAtZero) {
  torch::manual_seed(1);
  const auto f = torch::randn({2, 5, 7, 6}).relu();
  const StatisticsDelta zero{torch::zeros({1, 5, 1, 1}), torch::zeros({1, 5, 1, 1})};
  EXPECT_TRUE(torch::equal(perturbed(f, zero, {}), f));
}

TEST(Perturbed, MovesMeanAndStandardDeviationAsEquation7Writes) {
  torch::manual_seed(2);
  const auto f = torch::randn({2, 3, 8, 8}, torch::kDouble);
  const StatisticsDelta delta{torch::full({1, 3, 1, 1}, 0.3, torch::kDouble),
                              torch::full({1, 3, 1, 1}, 0.2, torch::kDouble)};
  const StatisticsOptions options{0.0, false, false};
  const auto mu = f.mean({2, 3}, true);
  const auto sigma = f.var(at::IntArrayRef{2, 3}, false, true).sqrt();
  const auto wanted = (f - mu) / sigma * (sigma + 0.2) + (mu + 0.3);
  EXPECT_TRUE(torch::allclose(perturbed(f, delta, options), wanted, 1e-12, 1e-12));
}

TEST(Perturbed, StaysFiniteOnOnePixelAndOnDeadChannels) {
  for (const auto unbiased : {false, true}) {
    for (const auto& shape : {std::vector<std::int64_t>{1, 2, 1, 1}, {2, 2, 4, 4}}) {
      const auto f = torch::zeros(shape, torch::requires_grad());
      const StatisticsDelta delta{torch::full({1, 2, 1, 1}, 0.1), torch::full({1, 2, 1, 1}, 0.1)};
      perturbed(f, delta, {1e-5, unbiased, false}).sum().backward();
      EXPECT_TRUE(torch::isfinite(f.grad()).all().item<bool>());
    }
  }
}

TEST(StatisticsHold, LeavesTorchsOwnBatchNormAsItWas) {
  torch::nn::BatchNorm2d norm{3};
  const auto before = norm->running_mean.clone();
  {
    const BatchStatisticsHold hold{*norm};
    norm->forward(torch::randn({4, 3, 5, 5}));
    EXPECT_FALSE(torch::equal(norm->running_mean, before));
  }
  EXPECT_TRUE(torch::equal(norm->running_mean, before));
  EXPECT_EQ(norm->num_batches_tracked.item<std::int64_t>(), 0);
}

TEST(ShiftOfWeights, IsUndoneBitForBit) {
  torch::manual_seed(5);
  auto weights = torch::randn({1000});
  const auto before = weights.clone();
  {
    const Shift shift{{weights}, {torch::full({1000}, 0.1)}};
    EXPECT_FALSE(torch::equal(weights, before));
  }
  EXPECT_TRUE(torch::equal(weights, before));
}

TEST(ScaledTo, GivesAZeroStepForAZeroGradient) {
  EXPECT_EQ(scaled_to({torch::zeros({3})}, 0.1)[0].abs().sum().item<double>(), 0.0);
  EXPECT_NEAR(joint_norm(scaled_to({torch::ones({3}), torch::ones({2, 2})}, 0.1)).item<double>(), 0.1, 1e-7);
}

}  // namespace
}  // namespace unseen::test
