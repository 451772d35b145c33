#include <gtest/gtest.h>

#include "parity_fixture.hpp"
#include "support/models.hpp"

namespace unseen::test {
namespace {

struct GoldenModel {
  std::string golden;  ///< "timm name@side"
  std::string plugin, variant;
};

std::shared_ptr<Backbone> built(const GoldenModel& item) {
  auto model = make_backbone(item.plugin, R"({"variant":")" + item.variant + R"("})");
  model->build(1000);
  model->eval();
  return model;
}

std::int64_t side_of(const GoldenModel& item) {
  return std::stoll(item.golden.substr(item.golden.find('@') + 1));
}

/// Where timm's module `point` ends in our chain: a stage with its last block.
std::size_t end_of(const Backbone& model, const std::string& point) {
  static const std::map<std::string, std::string> kGathered{
      {"maxpool", "stem"}, {"act2", "stem"}, {"bn1", "stem"}, {"bn2", "conv_head"}, {"act4", "conv4"}};
  const auto name = kGathered.contains(point) ? kGathered.at(point) : point;
  std::size_t end = 0;
  for (std::size_t i = 0; i < model.segments().size(); ++i) {
    const auto& segment = model.segments()[i];
    if (segment == name || segment.starts_with(name + ".")) end = i + 1;
  }
  return end;
}

class BackboneParity : public testing::TestWithParam<GoldenModel> {
 protected:
  nlohmann::json golden() const { return parity_fixture()["models"][GetParam().golden]; }
};

TEST_P(BackboneParity, HasTimmsKeysAndParameters) {
  const auto model = built(GetParam());
  std::int64_t count = 0;
  for (const auto& parameter : model->parameters()) count += parameter.numel();
  EXPECT_EQ(count, golden()["params"].get<std::int64_t>());
  EXPECT_EQ(state_dict(*model).size(), golden()["keys"].get<std::size_t>());
}

// The logits were dumped from float64, the sums after each stage evidently from float32: they agree to its
// precision.
TEST_P(BackboneParity, GivesTimmsLogitsAndStageSums) {
  const torch::NoGradGuard no_grad;
  const auto model = built(GetParam());
  fill(*model, torch::kDouble);
  const auto input = hash_input(2, side_of(GetParam()));
  const auto wanted = golden();
  for (const auto& [point, values] : wanted["points"].items()) {
    const auto x = model->forward(input, 0, end_of(*model, point));
    EXPECT_EQ(x.sizes().vec(), values["shape"].get<std::vector<std::int64_t>>()) << point;
    EXPECT_NEAR(checksum(x, point), values["chk"].get<double>(), 2e-3) << point;
    EXPECT_NEAR(x.mean().item<double>(), values["mean"].get<double>(), 1e-6) << point;
  }
  const auto logits = model->forward(input);
  for (std::int64_t i = 0; i < 8; ++i) {
    const auto value = wanted["logits0_first8"][static_cast<std::size_t>(i)].get<double>();
    EXPECT_NEAR(logits[0][i].item<double>(), value, 1e-9 * std::max(1.0, std::abs(value)));
  }
  const auto sum = wanted["logits_chk"].get<double>();
  EXPECT_NEAR(checksum(logits, "logits"), sum, 1e-9 * std::max(1.0, std::abs(sum)));
  const auto largest = wanted["logits_absmax"].get<double>();
  EXPECT_NEAR(logits.abs().max().item<double>(), largest, 1e-9 * std::max(1.0, largest));
}

TEST_P(BackboneParity, GivesTheSameInSinglePrecisionAndInBothLayouts) {
  const torch::NoGradGuard no_grad;
  const auto model = built(GetParam());
  fill(*model, torch::kFloat);
  const auto input = hash_input(2, side_of(GetParam())).to(torch::kFloat);
  const auto wanted = golden();
  for (const auto format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
    const auto logits = model->forward(input.contiguous(format));
    for (std::int64_t i = 0; i < 8; ++i) {
      EXPECT_NEAR(logits[1][i].item<double>(),
                  wanted["logits1_first8"][static_cast<std::size_t>(i)].get<double>(), 2e-5);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Timm, BackboneParity,
                         testing::Values(GoldenModel{"convnext_atto@64", "convnext", "atto"},
                                         GoldenModel{"convnext_femto@64", "convnext", "femto"},
                                         GoldenModel{"convnext_base@64", "convnext", "base"},
                                         GoldenModel{"resnet18@64", "resnet", "18"},
                                         GoldenModel{"resnet50@64", "resnet", "50"},
                                         GoldenModel{"legacy_xception@97", "xception", "legacy"},
                                         GoldenModel{"efficientnet_b0@65", "efficientnet", "b0"},
                                         GoldenModel{"tf_efficientnet_b0@64", "efficientnet", "tf_b0"},
                                         GoldenModel{"tf_efficientnet_b0@65", "efficientnet", "tf_b0"},
                                         GoldenModel{"efficientnet_b4@64", "efficientnet", "b4"},
                                         GoldenModel{"tf_efficientnet_b4@64", "efficientnet", "tf_b4"},
                                         GoldenModel{"tf_efficientnet_b4@95", "efficientnet", "tf_b4"}),
                         [](const auto& info) {
                           auto name = info.param.golden;
                           name[name.find('@')] = '_';
                           return name;
                         });

}  // namespace
}  // namespace unseen::test
