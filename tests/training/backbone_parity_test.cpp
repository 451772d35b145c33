#include <gtest/gtest.h>

#include "parity_fixture.hpp"
#include "support/models.hpp"

namespace unseen::test {
namespace {

class ResNetParity : public testing::TestWithParam<std::string> {};

TEST_P(ResNetParity, HasTimmsKeysAndParameters) {
  const auto golden = parity_fixture()["models"]["resnet" + GetParam() + "@64"];
  const auto model = make_backbone("resnet", R"({"variant":")" + GetParam() + R"("})");
  model->build(1000);
  std::int64_t count = 0;
  for (const auto& parameter : model->parameters()) count += parameter.numel();
  EXPECT_EQ(count, golden["params"].get<std::int64_t>());
  EXPECT_EQ(state_dict(*model).size(), golden["keys"].get<std::size_t>());
}

// The logits were dumped from float64, the sums after each stage evidently from float32: they agree to its
// precision.
TEST_P(ResNetParity, GivesTimmsLogitsAndStageSums) {
  const torch::NoGradGuard no_grad;
  const auto golden = parity_fixture()["models"]["resnet" + GetParam() + "@64"];
  const auto model = make_backbone("resnet", R"({"variant":")" + GetParam() + R"("})");
  model->build(1000);
  fill(*model, torch::kDouble);
  model->eval();
  const std::map<std::string, std::string> ends{{"maxpool", "stem"}, {"layer1.0", "layer1.0"}};
  for (const auto& [point, values] : golden["points"].items()) {
    std::string segment = point;
    if (ends.contains(point)) segment = ends.at(point);
    // A stage ends with its last block.
    for (const auto& name : model->segments()) {
      if (name.starts_with(point + ".")) segment = name;
    }
    if (point == "layer1.0") segment = point;
    const auto x = model->forward(hash_input(2, 64), 0, model->segment_index(segment) + 1);
    EXPECT_NEAR(checksum(x, point), values["chk"].get<double>(), 2e-3) << point;
    EXPECT_NEAR(x.mean().item<double>(), values["mean"].get<double>(), 1e-6) << point;
  }
  const auto logits = model->forward(hash_input(2, 64));
  for (std::int64_t i = 0; i < 8; ++i) {
    const auto wanted = golden["logits0_first8"][static_cast<std::size_t>(i)].get<double>();
    EXPECT_NEAR(logits[0][i].item<double>(), wanted, 1e-9 * std::max(1.0, std::abs(wanted)));
  }
  EXPECT_NEAR(logits.abs().max().item<double>(), golden["logits_absmax"].get<double>(), 1e-9 * 12);
}

TEST_P(ResNetParity, GivesTheSameInSinglePrecisionAndInBothLayouts) {
  const torch::NoGradGuard no_grad;
  const auto golden = parity_fixture()["models"]["resnet" + GetParam() + "@64"];
  const auto model = make_backbone("resnet", R"({"variant":")" + GetParam() + R"("})");
  model->build(1000);
  fill(*model, torch::kFloat);
  model->eval();
  const auto input = hash_input(2, 64).to(torch::kFloat);
  for (const auto format : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
    const auto logits = model->forward(input.contiguous(format));
    for (std::int64_t i = 0; i < 8; ++i) {
      EXPECT_NEAR(logits[1][i].item<double>(),
                  golden["logits1_first8"][static_cast<std::size_t>(i)].get<double>(), 2e-5);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Variants, ResNetParity, testing::Values("18", "50"),
                         [](const auto& info) { return "ResNet" + info.param; });

TEST(ResNet, StartsWithTimmsDistributions) {
  torch::manual_seed(3);
  const auto model = make_backbone("resnet", R"({"variant":"18"})");
  model->build(2);
  const auto all = state_dict(*model);
  const auto& conv = all.at("layer3.1.conv1.weight");  // (256, 256, 3, 3): std = sqrt(2 / (256 * 9))
  EXPECT_NEAR(conv.std().item<double>(), std::sqrt(2.0 / (256 * 9)), 1e-4);
  EXPECT_NEAR(conv.mean().item<double>(), 0.0, 1e-4);
  EXPECT_EQ(all.at("layer1.0.bn2.weight").abs().sum().item<double>(), 0.0);
  EXPECT_EQ(all.at("layer1.0.bn1.weight").sum().item<double>(), 64.0);
  const auto& fc = all.at("fc.weight");  // uniform in +-1/sqrt(512)
  EXPECT_LE(fc.abs().max().item<double>(), 1 / std::sqrt(512.0));
  EXPECT_NEAR(fc.std().item<double>(), 1 / std::sqrt(3 * 512.0), 2e-3);
}

}  // namespace
}  // namespace unseen::test
