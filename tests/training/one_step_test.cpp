// One step of every rule: the golden numbers, and what rules have in common.

#include <gtest/gtest.h>

#include <unseen/error.hpp>
#include <unseen/gradients.hpp>

#include "forwarding_step.hpp"
#include "golden_step.hpp"

namespace unseen::test {
namespace {

struct GoldenRule {
  std::string name, plugin, params;
};

const std::vector<GoldenRule>& golden_rules() {
  static const std::vector<GoldenRule> kRules{
      {"ERM", "erm", "{}"},
      {"GradReg_a1_r0.1", "gradreg_pim", "{}"},
      {"GradReg_a0.5_r0.1", "gradreg_pim", R"({"alpha":0.5})"},
      {"GradReg_a1_r0.1_per_module", "gradreg_pim", R"({"norm":"per_module"})"},
      {"GradReg_a1_r0.1_per_tensor", "gradreg_pim", R"({"norm":"per_tensor"})"},
      {"SAM_rho0.05", "sam", "{}"},
      {"GNP_a0.8_r0.05", "gnp", R"({"alpha":0.8,"r":0.05})"},
      {"DualFlat_a0.4_b0.4", "dual_flat", R"({"alpha":0.4,"beta":0.4})"},
      {"DualFlat_a0.8_b0.2", "dual_flat", R"({"alpha":0.8,"beta":0.2})"}};
  return kRules;
}

struct GoldenCase {
  std::string model, plugin, variant;
  GoldenRule rule;
};

std::vector<GoldenCase> golden_cases() {
  std::vector<GoldenCase> cases;
  for (const auto& rule : golden_rules()) {
    cases.push_back({"resnet18", "resnet", "18", rule});
    cases.push_back({"convnext_atto", "convnext", "atto", rule});
  }
  return cases;
}

void expect_close(double found, double wanted, const std::string& what) {
  EXPECT_NEAR(found, wanted, 1e-8 * std::max(1.0, std::abs(wanted))) << what;
}

double checksum_of(const torch::OrderedDict<std::string, torch::Tensor>& items, bool of_gradients) {
  double sum = 0;
  for (const auto& item : items) {
    if (item.key().ends_with("num_batches_tracked")) continue;
    sum += checksum(of_gradients ? item.value().grad() : item.value(), item.key());
  }
  return sum;
}

class OneStep : public testing::TestWithParam<GoldenCase> {};

TEST_P(OneStep, MeetsTheGoldenNumbers) {
  const auto& [name, plugin, variant, rule] = GetParam();
  const auto golden = parity_fixture()["rules"][name + "/" + rule.name];
  for (const auto channels_last : {false, true}) {
    GoldenStep golden_step{plugin, variant, torch::kDouble, channels_last};
    const auto report = golden_step.run(rule.plugin, rule.params);
    expect_close(scalar(report, "loss"), golden["L_clean"], "clean loss");
    if (golden.contains("L_stat")) {
      expect_close(scalar(report, "loss_perturbed"), golden["L_stat"], "perturbed loss");
      expect_close(scalar(report, "norm_statistics_gradient"), golden["norm_stat_grad"], "norm");
    }
    if (golden.contains("L_weight")) {
      const auto* loss = golden.contains("L_stat") ? "loss_moved_weights" : "loss_perturbed";
      expect_close(scalar(report, loss), golden["L_weight"], "loss at moved weights");
      expect_close(scalar(report, "norm_clean_gradient"), golden["norm_g1"], "norm of the clean gradient");
    }
    expect_close(joint_norm(golden_step.gradients()).item<double>(), golden["norm_g"], "gradient norm");
    expect_close(checksum_of(golden_step.model->named_parameters(), true), golden["chk_g"], "gradient");
    if (golden.contains("chk_running_stats")) {
      expect_close(checksum_of(golden_step.model->named_buffers(), false), golden["chk_running_stats"],
                   "running statistics");
    }
    const torch::NoGradGuard no_grad;
    for (auto& parameter : golden_step.parameters) parameter.sub_(parameter.grad(), 0.01);
    golden_step.model->eval();
    const auto logits = golden_step.model->forward(golden_step.images).flatten();
    for (std::int64_t i = 0; i < 8; ++i) {
      expect_close(logits[i].item<double>(), golden["logits_after_evalmode"][static_cast<std::size_t>(i)],
                   "logits after");
    }
  }
}

// A unit of a ReLU network may be rounded to the other side of zero, which moves a few gradients by percents;
// ConvNeXt's GELU has no such step.
TEST_P(OneStep, IsTheSameInSinglePrecision) {
  const auto& [name, plugin, variant, rule] = GetParam();
  GoldenStep exact{plugin, variant}, single{plugin, variant, torch::kFloat, true};
  const auto wanted = exact.run(rule.plugin, rule.params), found = single.run(rule.plugin, rule.params);
  for (const auto& [scalar_name, value] : wanted) {
    const auto scale = std::max(1.0, std::abs(value.item<double>()));
    EXPECT_NEAR(scalar(found, scalar_name), value.item<double>(), 2e-3 * scale) << scalar_name;
  }
  EXPECT_NEAR(scalar(found, "loss"), scalar(wanted, "loss"), 1e-5);
  const auto smooth = plugin == "convnext";
  auto difference = single.gradients();
  for (auto& gradient : difference) gradient = gradient.to(torch::kDouble);
  mix(-1.0, exact.gradients(), 1.0, difference);
  const auto error = joint_norm(difference).item<double>() / joint_norm(exact.gradients()).item<double>();
  EXPECT_LE(error, smooth ? 2e-4 : 5e-2);
}

INSTANTIATE_TEST_SUITE_P(Rules, OneStep, testing::ValuesIn(golden_cases()),
                         [](const auto& info) { return "Case" + std::to_string(info.index); });

std::vector<torch::Tensor> gradient_of(const std::string& rule, const std::string& params = "{}") {
  GoldenStep golden_step;
  golden_step.run(rule, params);
  return golden_step.gradients();
}

TEST(Rules, AreErmBitForBitWhereNothingIsPerturbed) {
  const auto erm = gradient_of("erm");
  for (const auto& [rule, params] : {std::pair{"gradreg_pim", R"({"r":0.0})"},
                                     {"gradreg_pim", R"({"alpha":0.0})"},
                                     {"sam", R"({"rho":0.0})"},
                                     {"gnp", R"({"alpha":0.0})"},
                                     {"gnp", R"({"r":0.0})"},
                                     {"dual_flat", R"({"alpha":0.0,"beta":0.0})"}}) {
    SCOPED_TRACE(std::string{rule} + params);
    expect_same_bits(gradient_of(rule, params), erm);
  }
}

TEST(Rules, AreEachOtherBitForBitWhereTheirPointsMeet) {
  expect_same_bits(gradient_of("gnp", R"({"alpha":1.0})"), gradient_of("sam"));
  expect_same_bits(gradient_of("dual_flat", R"({"alpha":1.0,"beta":0.0})"), gradient_of("gradreg_pim"));
  expect_same_bits(gradient_of("dual_flat", R"({"alpha":0.0,"beta":1.0})"), gradient_of("sam"));
}

TEST(Rules, MixTheNormalizedCleanGradientAsGnpsAuthorsDo) {
  GoldenStep golden_step;
  const auto report = golden_step.run("gnp", R"({"normalized_clean":true})");
  const auto g1 = gradient_of("erm");
  auto wanted = gradient_of("sam");
  mix(0.2, scaled_to(g1, 1.0), 0.8, wanted);
  EXPECT_LE(distance(golden_step.gradients(), wanted), 1e-12);
  EXPECT_NEAR(scalar(report, "norm_clean_gradient"), joint_norm(g1).item<double>(), 1e-9);
}

/// What an ascent adds to each parameter.
std::vector<torch::Tensor> offsets_of(GoldenStep& golden_step, const Ascent& ascent,
                                      const std::vector<torch::Tensor>& gradients) {
  const torch::NoGradGuard no_grad;
  std::vector<torch::Tensor> offsets;
  for (const auto& parameter : golden_step.parameters) offsets.push_back(-parameter.detach().clone());
  const auto moved = ascent.shift(golden_step.parameters, gradients, joint_norm(gradients));
  for (std::size_t i = 0; i < offsets.size(); ++i) offsets[i] += golden_step.parameters[i];
  return offsets;
}

TEST(Rules, AscendFurtherAlongLargeWeightsIfAdaptive) {
  GoldenStep golden_step;
  const Ascent ascent{Params{"rule", parse_json(R"({"rho":0.5,"adaptive":true})")}, "rho"};
  const auto g = gradient_of("erm");
  const auto offsets = offsets_of(golden_step, ascent, g);
  std::vector<torch::Tensor> relative;  // ASAM: the offset in units of the weights has length rho
  for (std::size_t i = 0; i < g.size(); ++i) {
    const auto weight = golden_step.parameters[i].detach().abs();
    relative.push_back(offsets[i] / weight.clamp_min(1e-300));
  }
  EXPECT_NEAR(joint_norm(relative).item<double>(), 0.5, 1e-9);
}

TEST(Rules, LetWeightDecayIntoTheAscentIfAsked) {
  GoldenStep golden_step;
  const Ascent ascent{Params{"rule", parse_json(R"({"rho":0.05,"ascent_weight_decay":0.1})")}, "rho"};
  const auto g = gradient_of("erm");
  auto direction = gradient_of("erm");
  mix(0.1, golden_step.parameters, 1.0, direction);
  EXPECT_LE(distance(offsets_of(golden_step, ascent, g), scaled_to(direction, 0.05)), 1e-9);
}

TEST(Rules, PutWeightsBackBitForBitAndUpdateStatisticsOnceAStep) {
  for (const auto& rule : golden_rules()) {
    SCOPED_TRACE(rule.name);
    GoldenStep once, golden_step;
    once.run("erm");
    golden_step.run(rule.plugin, rule.params);
    expect_same_bits(golden_step.weights_and_statistics(), once.weights_and_statistics());
  }
}

TEST(Rules, UpdateRunningStatisticsInThePassesAskedFor) {
  for (const auto& [rule, passes] : {std::pair{"gradreg_pim", 2}, {"sam", 2}, {"gnp", 2}, {"dual_flat", 3}}) {
    for (const auto& [when, updates] : {std::pair{"clean", 1}, {"both", passes}, {"last", 1}}) {
      GoldenStep golden_step;
      golden_step.run(rule, std::string{R"({"bn_stats":")"} + when + R"("})");
      const auto statistics = state_dict(*golden_step.model);
      for (const auto* norm : {"bn1", "layer4.1.bn2"}) {
        EXPECT_EQ(statistics.at(norm + std::string{".num_batches_tracked"}).item<double>(), updates)
            << rule << " " << when << " " << norm;
      }
    }
  }
}

/// A batch whose second loss cannot be had.
class FailingStep final : public ForwardingStep {
 public:
  using ForwardingStep::ForwardingStep;
  torch::Tensor loss(const torch::Tensor& logits) override {
    if (++losses_ > 1) throw std::runtime_error{"no memory"};
    return ForwardingStep::loss(logits);
  }

 private:
  int losses_ = 0;
};

TEST(Rules, PutWeightsBackWhereTheSecondPassFails) {
  for (const auto* rule : {"sam", "gnp", "dual_flat"}) {
    GoldenStep golden_step, untouched;
    auto step = golden_step.step();
    FailingStep failing{step};
    const auto* params = rule == std::string{"dual_flat"} ? R"({"alpha":0.0})" : "{}";
    EXPECT_THROW(make_regularizer(rule, params)->accumulate(failing), std::runtime_error) << rule;
    expect_same_bits(golden_step.model->parameters(), untouched.model->parameters());
  }
}

TEST(Rules, RefuseWeightsOfMoreThanOne) {
  EXPECT_THROW(make_regularizer("dual_flat", R"({"alpha":0.7,"beta":0.4})"), InputError);
}

}  // namespace
}  // namespace unseen::test
