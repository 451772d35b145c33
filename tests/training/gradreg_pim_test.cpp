#include <gtest/gtest.h>

#include <cmath>

#include <unseen/error.hpp>
#include <unseen/feature_perturbation.hpp>
#include <unseen/gradients.hpp>

#include "golden_step.hpp"

namespace unseen::test {
namespace {

TEST(GradRegPim, RaisesTheLossByRadiusTimesNormAsTheRadiusFalls) {  // eq. (10)
  double before = 1e9;
  for (const auto r : {0.1, 0.01, 0.001}) {
    GoldenStep golden_step;
    const auto report = golden_step.run("gradreg_pim", "{\"r\":" + std::to_string(r) + "}");
    const auto rise = scalar(report, "loss_perturbed") - scalar(report, "loss");
    const auto error = std::abs(rise / (r * scalar(report, "norm_statistics_gradient")) - 1);
    EXPECT_LT(error, before);
    before = error;
  }
  EXPECT_LT(before, 2e-3);
}

TEST(GradRegPim, TakesADeltaForEachInstanceAndDetachedStatistics) {
  for (const auto* params : {R"({"delta":"instance"})", R"({"detach_stats":true})", R"({"unbiased":true})"}) {
    GoldenStep plain, other;
    plain.run("gradreg_pim");
    other.run("gradreg_pim", params);
    EXPECT_GT(distance(other.gradients(), plain.gradients()), 1e-9) << params;
    EXPECT_TRUE(torch::isfinite(other.gradients()[0]).all().item<bool>()) << params;
  }
}

TEST(GradRegPim, NamesAnUnknownSegment) {
  GoldenStep golden_step;
  EXPECT_THROW(golden_step.run("gradreg_pim", R"({"segments":["layer1.7"]})"), InputError);
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
