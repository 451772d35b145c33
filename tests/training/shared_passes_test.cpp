// The product's rules share passes; they must give what whole passes give.

#include <gtest/gtest.h>

#include <unseen/gradients.hpp>

#include "golden_step.hpp"
#include "support/plain_rules.hpp"

namespace unseen::test {
namespace {

struct Network {
  const char *plugin, *variant;

  /// Small pictures: what is held does not depend on their size.
  GoldenStep step(torch::ScalarType number, bool channels_last) const {
    return GoldenStep{plugin, variant, number, channels_last, 40};
  }
};

std::ostream& operator<<(std::ostream& out, const Network& network) {
  return out << network.plugin << network.variant;
}

class EveryNetwork : public testing::TestWithParam<Network> {};

TEST_P(EveryNetwork, HasTheGradientsThatThePaperWrites) {
  struct Point {
    const char *rule, *params;
    PlainRule plain;
  };
  for (const auto& [rule, params, plain] :
       {Point{"erm", "{}", {0, 0}}, Point{"gradreg_pim", "{}", {1, 0}},
        Point{"gradreg_pim", R"({"alpha":0.5,"r":0.3})", {0.5, 0, 0.3}},
        Point{"sam", R"({"rho":0.1})", {0, 1, 0.1, 0.1}}, Point{"gnp", R"({"alpha":0.8,"r":0.05})", {0, 0.8}},
        Point{"dual_flat", R"({"alpha":0.3,"beta":0.5})", {0.3, 0.5}}}) {
    auto product = GetParam().step(torch::kDouble, false), oracle = GetParam().step(torch::kDouble, false);
    product.run(rule, params);
    const auto wanted = plain_gradient(*oracle.model, oracle.images, torch::tensor({0, 1, 1, 0}), plain);
    EXPECT_LE(distance(product.gradients(), wanted), 1e-9) << rule << params;
  }
}

TEST_P(EveryNetwork, HasTheSameGradientFromSharedAndFromWholePasses) {
  for (const auto number : {torch::kFloat, torch::kDouble}) {
    const auto gradients = [&](const char* params) {
      auto golden_step = GetParam().step(number, true);
      golden_step.run("gradreg_pim", params);
      return golden_step.gradients();
    };
    expect_same_bits(gradients(R"({"bn_stats":"clean"})"), gradients(R"({"bn_stats":"both"})"));
    const auto whole = gradients(R"({"alpha":0.5,"bn_stats":"both"})");
    auto difference = gradients(R"({"alpha":0.5})");
    mix(-1.0, whole, 1.0, difference);
    EXPECT_LE(joint_norm(difference).item<double>(),
              (number == torch::kFloat ? 2e-6 : 1e-12) * joint_norm(whole).item<double>());
  }
}

TEST_P(EveryNetwork, TrainsForThreeStepsWithTheSameBitsFromTheSameSeed) {
  for (const auto* rule : {"erm", "gradreg_pim", "sam", "gnp", "dual_flat"}) {
    const auto trained = [rule] {
      torch::manual_seed(3);
      auto golden_step = GetParam().step(torch::kFloat, true);
      for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(std::isfinite(scalar(golden_step.run(rule), "loss"))) << rule;
        const torch::NoGradGuard no_grad;
        for (auto& parameter : golden_step.parameters) parameter.sub_(parameter.grad(), 1e-4);
      }
      return golden_step.weights_and_statistics();
    };
    expect_same_bits(trained(), trained());
  }
}

INSTANTIATE_TEST_SUITE_P(Backbones, EveryNetwork,
                         testing::Values(Network{"resnet", "18"}, Network{"convnext", "atto"},
                                         Network{"efficientnet", "b0"}, Network{"efficientnet", "lite0"},
                                         Network{"xception", "legacy"}));

/// One step on a network that leaves half of its blocks out, from one seed.
StepReport step_with_masks(const std::string& rule, const std::string& params) {
  torch::manual_seed(8);
  const auto model = make_backbone("convnext", R"({"variant":"atto","drop_path_rate":0.5})");
  model->build(2);
  fill(*model, torch::kDouble);
  const auto parameters = model->parameters();
  BatchStep step{*model, parameters, hash_input(4, 64), torch::tensor({0, 1, 1, 0})};
  return make_regularizer(rule, params)->accumulate(step);
}

TEST(SharedMasks, AreThoseOfTheCleanPass) {
  for (const auto& [masks, same] : {std::pair{"shared", true}, {"fresh", false}}) {
    const auto report =
        step_with_masks("gradreg_pim", std::string{R"({"r":1e-9,"masks":")"} + masks + R"("})");
    const auto away = std::abs(scalar(report, "loss_perturbed") - scalar(report, "loss"));
    EXPECT_EQ(away < 1e-6, same) << masks << ": " << away;
  }
}

TEST(FreshMasks, GiveAnotherPerturbedGradientThanSharedOnes) {
  const auto loss = [](const char* params) {
    return scalar(step_with_masks("sam", params), "loss_perturbed");
  };
  EXPECT_EQ(loss("{}"), loss("{}"));
  EXPECT_NE(loss("{}"), loss(R"({"masks":"fresh"})"));
}

/// A model of the golden step with something unusual about it, under every rule.
void expect_finite_steps(const std::function<void(GoldenStep&)>& change) {
  for (const auto* rule : {"gradreg_pim", "sam", "gnp", "dual_flat"}) {
    GoldenStep golden_step{"resnet", "18", torch::kFloat, true};
    change(golden_step);
    const auto report = golden_step.run(rule);
    for (const auto& [name, value] : report) EXPECT_TRUE(std::isfinite(value.item<double>())) << rule << name;
    for (const auto& gradient : golden_step.gradients()) {
      EXPECT_TRUE(torch::isfinite(gradient).all().item<bool>()) << rule;
    }
  }
}

TEST(UnusualSteps, WithAZeroGradientStayFinite) {
  expect_finite_steps([](GoldenStep& golden_step) {
    const torch::NoGradGuard no_grad;
    auto all = state_dict(*golden_step.model);
    all.at("fc.weight").zero_();  // and with it every gradient before it
    golden_step.images.zero_();
  });
}

TEST(UnusualSteps, WithDeadChannelsStayFinite) {
  expect_finite_steps([](GoldenStep& golden_step) {
    const torch::NoGradGuard no_grad;
    auto all = state_dict(*golden_step.model);
    all.at("layer1.0.bn2.weight").zero_();
    all.at("layer1.0.bn2.bias").fill_(-100);  // behind the ReLU nothing is left
  });
}

TEST(UnusualSteps, WithFrozenParametersMoveTheOthersOnly) {
  for (const auto* rule : {"gradreg_pim", "sam", "gnp", "dual_flat"}) {
    GoldenStep golden_step;
    golden_step.parameters.clear();
    for (auto& item : golden_step.model->named_parameters()) {
      const auto frozen = item.key().starts_with("conv1") || item.key().starts_with("bn1") ||
                          item.key().starts_with("layer1");
      item.value().set_requires_grad(!frozen);
      if (!frozen) golden_step.parameters.push_back(item.value());
    }
    golden_step.run(rule);
    EXPECT_GT(joint_norm(golden_step.gradients()).item<double>(), 0.0) << rule;
    EXPECT_FALSE(golden_step.model->named_parameters()["conv1.weight"].grad().defined());
  }
}

TEST(UnusualSteps, OfOnePictureStayFinite) {
  for (const auto* rule : {"gradreg_pim", "dual_flat"}) {
    GoldenStep golden_step{"convnext", "atto"};
    for (auto& parameter : golden_step.parameters) parameter.mutable_grad() = torch::Tensor{};
    BatchStep step{*golden_step.model, golden_step.parameters, hash_input(1, 64), torch::tensor({1})};
    make_regularizer(rule)->accumulate(step);
    EXPECT_GT(joint_norm(step.gradients()).item<double>(), 0.0);
  }
}

}  // namespace
}  // namespace unseen::test
