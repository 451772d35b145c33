// Random weights follow the distributions of timm's initialisation; the bits differ.

#include <gtest/gtest.h>

#include <cmath>

#include "support/models.hpp"
#include "training/weights.hpp"

namespace unseen::test {
namespace {

std::map<std::string, torch::Tensor> start(const std::string& plugin, const std::string& variant,
                                           std::int64_t classes = 2) {
  torch::manual_seed(3);
  const auto model = make_backbone(plugin, R"({"variant":")" + variant + R"("})");
  model->build(classes);
  return state_dict(*model);
}

void expect_normal(const torch::Tensor& tensor, double deviation) {
  const auto n = static_cast<double>(tensor.numel());
  EXPECT_NEAR(tensor.std().item<double>(), deviation, 4 * deviation / std::sqrt(2 * n));
  EXPECT_NEAR(tensor.mean().item<double>(), 0.0, 4 * deviation / std::sqrt(n));
}

void expect_uniform(const torch::Tensor& tensor, double bound) {
  EXPECT_LE(tensor.abs().max().item<double>(), bound);
  EXPECT_NEAR(tensor.std().item<double>(), bound / std::sqrt(3.0),
              4 * bound / std::sqrt(static_cast<double>(tensor.numel())));
}

TEST(BackboneStart, OfResNetIsHesByFanOutWithEachBlockTheIdentity) {
  const auto all = start("resnet", "18");
  expect_normal(all.at("layer3.1.conv1.weight"), std::sqrt(2.0 / (256 * 9)));  // (256, 256, 3, 3)
  EXPECT_EQ(all.at("layer1.0.bn2.weight").abs().sum().item<double>(), 0.0);
  EXPECT_EQ(all.at("layer1.0.bn1.weight").sum().item<double>(), 64.0);
  expect_uniform(all.at("fc.weight"), 1 / std::sqrt(512.0));
  const auto deep = start("resnet", "50");
  EXPECT_EQ(deep.at("layer2.1.bn3.weight").abs().sum().item<double>(), 0.0);
}

TEST(BackboneStart, OfConvNeXtIsNormalWithSmallLayerScales) {
  const auto all = start("convnext", "atto");
  for (const auto* name :
       {"stem.0.weight", "stages.1.downsample.1.weight", "stages.2.blocks.3.conv_dw.weight",
        "stages.3.blocks.0.mlp.fc1.weight", "head.fc.weight"}) {
    SCOPED_TRACE(name);
    expect_normal(all.at(name), 0.02);
  }
  EXPECT_EQ(all.at("stages.2.blocks.3.conv_dw.bias").abs().sum().item<double>(), 0.0);
  EXPECT_TRUE(torch::equal(all.at("stages.0.blocks.0.gamma"), torch::full({40}, 1e-6)));
}

TEST(BackboneStart, OfEfficientNetIsNormalByFanOutOfAGroup) {
  const auto all = start("efficientnet", "b0", 1000);
  expect_normal(all.at("conv_stem.weight"), std::sqrt(2.0 / (9 * 32)));
  expect_normal(all.at("blocks.4.1.conv_dw.weight"), std::sqrt(2.0 / 25));  // one output a group
  expect_normal(all.at("blocks.4.1.conv_pwl.weight"), std::sqrt(2.0 / 112));
  expect_normal(all.at("blocks.5.1.se.conv_expand.weight"), std::sqrt(2.0 / 1152));
  expect_uniform(all.at("classifier.weight"), 1 / std::sqrt(1000.0));
  EXPECT_EQ(all.at("classifier.bias").abs().sum().item<double>(), 0.0);
  EXPECT_EQ(all.at("blocks.1.0.bn3.weight").sum().item<double>(), 24.0);
}

TEST(BackboneStart, OfXceptionIsHesByFanOut) {
  const auto all = start("xception", "legacy");
  expect_normal(all.at("block4.rep.1.pointwise.weight"), std::sqrt(2.0 / 728));
  // Fan out counts all outputs, whatever the groups.
  expect_normal(all.at("block4.rep.1.conv1.weight"), std::sqrt(2.0 / (728 * 9)));
  expect_uniform(all.at("fc.weight"), 1 / std::sqrt(2048.0));
}

}  // namespace
}  // namespace unseen::test
