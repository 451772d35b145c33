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

TEST(GradRegPim, TakesTheSegmentsThatAreNamed) {
  const auto gradients = [](const char* params) {
    GoldenStep golden_step;
    golden_step.run("gradreg_pim", params);
    return golden_step.gradients();
  };
  const auto by_default = gradients("{}"), one = gradients(R"({"segments":["layer1.1"]})");
  EXPECT_FALSE(torch::equal(by_default.back(), one.back()));
  GoldenStep golden_step;
  auto named = "\"" + golden_step.model->shallow_segments().front() + "\"";
  for (const auto& name : golden_step.model->shallow_segments()) {
    if (named != "\"" + name + "\"") named = "\"" + name + "\"," + named;
  }
  expect_same_bits(gradients(("{\"segments\":[" + named + "]}").c_str()), by_default);
  EXPECT_THROW(golden_step.run("gradreg_pim", R"({"segments":["layer1.0","layer1.0"]})"), InputError);
}

TEST(TwoPasses, UpdateTorchsOwnBatchNormOnceInARuleOfThreePasses) {
  GoldenStep golden_step;
  torch::nn::BatchNorm2d norm{3};
  golden_step.model->register_module("torchs_own", norm);
  const TwoPasses passes{Params{"rule", {}}};
  auto batch = golden_step.step();
  torch::manual_seed(4);
  auto pass = passes.begin_first(batch);
  norm->forward(torch::randn({4, 3, 5, 5}));
  const auto once = norm->running_mean.clone();
  for (int further = 0; further < 2; ++further) {
    pass = passes.begin_further(batch, std::move(pass));
    norm->forward(torch::randn({4, 3, 5, 5}) + 7);
  }
  pass = {};
  EXPECT_TRUE(torch::equal(norm->running_mean, once));
  EXPECT_EQ(norm->num_batches_tracked.item<std::int64_t>(), 1);
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

TEST(StatisticsHold, LeavesAGraphOfBeforeFitForItsBackwardPass) {
  torch::nn::BatchNorm2d norm{3};
  const auto x = torch::randn({4, 3, 5, 5}).requires_grad_();
  const auto y = norm->forward(x);
  {
    const BatchStatisticsHold hold{*norm};
    norm->forward(x);
  }
  EXPECT_NO_THROW(y.pow(2).sum().backward());
  EXPECT_EQ(norm->num_batches_tracked.item<std::int64_t>(), 1);
}

TEST(Deltas, HaveTheRadiusAsTheirJointLength) {  // eq. (9)
  torch::manual_seed(9);
  const PerturbationModules modules{Params{"rule", parse_json(R"({"r":0.3})")}};
  std::vector<torch::Tensor> ascent;
  for (int i = 0; i < 6; ++i) ascent.push_back(torch::randn({1, 5, 1, 1}, torch::kDouble));
  double squares = 0;
  for (const auto& [mean, sigma] : modules.deltas(ascent)) {
    squares += (mean.pow(2).sum() + sigma.pow(2).sum()).item<double>();
  }
  EXPECT_NEAR(squares, 0.09, 1e-12);
}

TEST(ShiftOfWeights, IsUndoneBitForBit) {
  torch::manual_seed(5);
  auto weights = torch::randn({1000});
  const auto before = weights.clone();
  {
    const Shift shift{{weights}, {torch::full({1000}, 0.1)}, 0.5};
    EXPECT_FALSE(torch::equal(weights, before));
  }
  EXPECT_TRUE(torch::equal(weights, before));
}

TEST(LaidOutAs, GivesEachGradientTheLayoutOfItsParameterAndMemoryOfItsOwn) {
  const auto weights = torch::zeros({4, 3, 2, 2}).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto shared = torch::randn({4, 3, 2, 2});
  const auto own = laid_out_as({weights, weights, weights}, {shared, shared, torch::Tensor{}});
  EXPECT_FALSE(own[2].defined());
  for (const auto i : {0, 1}) {
    EXPECT_TRUE(torch::equal(own[i], shared));
    EXPECT_EQ(own[i].strides(), weights.strides());
  }
  EXPECT_NE(own[0].data_ptr(), own[1].data_ptr());
  EXPECT_EQ(laid_out_as({shared}, {shared})[0].data_ptr(), shared.data_ptr()) << "copied without need";
}

TEST(Mixing, IsInPlaceAndTellsTheNormAndTheAngle) {
  torch::manual_seed(4);
  for (const auto type : {torch::kFloat, torch::kDouble}) {
    for (const auto count : {1, 3, 77, 70000}) {
      const auto x = torch::randn({count, 3, 2, 2}, type), y = torch::randn({count, 3, 2, 2}, type);
      const auto wanted = 0.3 * x + 0.6 * y;
      for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
        std::vector<torch::Tensor> g{y.clone().contiguous(layout), torch::ones({2}), torch::Tensor{}};
        const auto* memory = g[0].data_ptr();
        const auto mixture = mix(0.3, {x, torch::Tensor{}, torch::ones({2})}, 0.6, g);
        EXPECT_EQ(g[0].data_ptr(), memory);
        EXPECT_LE(distance(g, {wanted, torch::full({2}, 0.6), torch::full({2}, 0.3)}), 1e-6);
        // Summed in float64 where the kernel runs.
        const auto tolerance =
            type == torch::kDouble || layout == torch::MemoryFormat::Contiguous ? 1e-12 : 1e-6;
        const auto ones = torch::ones({2}, torch::kDouble);
        const auto a = torch::cat({x.flatten().to(torch::kDouble), ones}),
                   b = torch::cat({g[0].contiguous().flatten().to(torch::kDouble), g[2].to(torch::kDouble)});
        const auto norm = a.norm().item<double>();
        EXPECT_NEAR(mixture.norm_x.item<double>(), norm, tolerance * norm);
        EXPECT_NEAR(joint_norm({x, ones}).item<double>(), norm, 1e-12 * norm);
        EXPECT_NEAR(mixture.cosine.item<double>(), torch::cosine_similarity(a, b, 0).item<double>(),
                    tolerance);
      }
    }
  }
}

TEST(Mixing, OfNothingIsNothing) {
  std::vector<torch::Tensor> g{torch::ones({3})};
  const auto mixture = mix(0.5, {}, 1.0, g);
  EXPECT_EQ(mixture.norm_x.item<double>(), 0.0);
  EXPECT_EQ(mixture.cosine.item<double>(), 0.0);
  EXPECT_TRUE(torch::equal(g[0], torch::ones({3})));
  EXPECT_EQ(mix(0.5, {torch::zeros({3})}, 1.0, g).cosine.item<double>(), 0.0);
}

TEST(ScaledTo, GivesAZeroStepForAZeroGradient) {
  EXPECT_EQ(scaled_to({torch::zeros({3})}, 0.1)[0].abs().sum().item<double>(), 0.0);
  EXPECT_NEAR(joint_norm(scaled_to({torch::ones({3}), torch::ones({2, 2})}, 0.1)).item<double>(), 0.1, 1e-7);
}

}  // namespace
}  // namespace unseen::test
