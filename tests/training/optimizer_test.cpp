#include "training/optimizer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include <unseen/error.hpp>

#include "training/schedule.hpp"

namespace unseen {
namespace {

/// Runs the optimizer for five steps on gradients g_t = w_t - t, next to the formula written out for one
/// number.
template <class Formula>
void expect_formula(const OptimizerConfig& config, Formula formula) {
  auto weight = torch::full({4}, 1.5, torch::kDouble);
  weight.set_requires_grad(true);
  Optimizer optimizer{config, {weight}};
  double wanted = 1.5;
  for (int t = 1; t <= 5; ++t) {
    weight.mutable_grad() = weight.detach() - t;
    formula(wanted, wanted - t, t);
    optimizer.step(config.lr);
    EXPECT_NEAR(weight[2].item<double>(), wanted, 1e-12) << config.name << " step " << t;
  }
}

TEST(Optimizer, IsSgdWithMomentumAndWeightDecay) {
  OptimizerConfig config;
  config.lr = 0.1;
  config.weight_decay = 0.01;
  double momentum = 0;
  expect_formula(config, [&](double& w, double g, int t) {
    g += 0.01 * w;
    momentum = t == 1 ? g : 0.9 * momentum + g;
    w -= 0.1 * momentum;
  });
}

TEST(Optimizer, IsAdamAndAdamW) {
  for (const auto* name : {"adam", "adamw"}) {
    OptimizerConfig config;
    config.name = name;
    config.lr = 0.1;
    config.weight_decay = 0.05;
    double m = 0;
    double v = 0;
    expect_formula(config, [&](double& w, double g, int t) {
      if (config.name == "adam") g += 0.05 * w;
      if (config.name == "adamw") w -= 0.1 * 0.05 * w;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      w -= 0.1 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
    });
  }
}

/// Convolutions in channels_last give gradients whose elements lie in another order than the weights'.
TEST(Optimizer, PairsEachWeightWithItsGradientWhateverTheirLayouts) {
  for (const auto* name : {"sgd", "adam", "adamw"}) {
    OptimizerConfig config;
    config.name = name;
    const auto run = [&](at::MemoryFormat weights, at::MemoryFormat gradients) {
      auto weight = torch::linspace(-1, 1, 2 * 3 * 4 * 5).view({2, 3, 4, 5}).contiguous(weights);
      Optimizer optimizer{config, {weight}};
      for (int t = 0; t < 3; ++t) {
        weight.mutable_grad() = weight.sin().contiguous(gradients);
        optimizer.step(0.1);
      }
      return weight;
    };
    constexpr auto kRows = at::MemoryFormat::Contiguous;
    constexpr auto kPixels = at::MemoryFormat::ChannelsLast;
    const auto wanted = run(kRows, kRows);
    EXPECT_TRUE(torch::allclose(run(kRows, kPixels), wanted)) << name;
    EXPECT_TRUE(torch::allclose(run(kPixels, kRows), wanted)) << name;
  }
}

TEST(Optimizer, GoesOnFromItsStateBitForBit) {
  for (const auto* name : {"sgd", "adam", "adamw"}) {
    OptimizerConfig config;
    config.name = name;
    const auto run = [&](bool pause) {
      auto weight = torch::ones({3});
      auto optimizer = std::make_unique<Optimizer>(config, std::vector{weight});
      for (int t = 0; t < 6; ++t) {
        if (pause && t == 3) {
          std::map<std::string, torch::Tensor> state;
          for (const auto& [key, tensor] : optimizer->state()) state[key] = tensor.clone();
          optimizer = std::make_unique<Optimizer>(config, std::vector{weight});
          optimizer->load_state(state);
        }
        weight.mutable_grad() = weight.detach() * (t + 1);
        optimizer->step(0.01);
      }
      return weight;
    };
    EXPECT_TRUE(torch::equal(run(false), run(true))) << name;
  }
}

TEST(Optimizer, RefusesTheStateOfAnotherNetwork) {
  OptimizerConfig config;
  const Optimizer other{config, {torch::ones({3})}};
  Optimizer optimizer{config, {torch::ones({4})}};
  EXPECT_THROW(optimizer.load_state(other.state()), Error);
  EXPECT_THROW(optimizer.load_state({}), Error);
}

TEST(Schedule, FollowsItsFormula) {
  OptimizerConfig config;
  config.lr = 1.0;
  const auto rate = [&](const char* name, std::int64_t epoch) {
    config.schedule = name;
    return learning_rate(config, epoch, 100);
  };
  EXPECT_EQ(rate("constant", 99), 1.0);
  EXPECT_EQ(rate("linear_tail", 74), 1.0);
  EXPECT_EQ(rate("linear_tail", 75), 1.0);
  EXPECT_NEAR(rate("linear_tail", 99), 1.0 / 25, 1e-12);
  EXPECT_NEAR(rate("cosine", 50), 0.5, 1e-12);
  EXPECT_NEAR(rate("step", 60), 0.01, 1e-12);
}

}  // namespace
}  // namespace unseen
