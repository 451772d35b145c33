#include "training/weights.hpp"

#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"
#include "training/safetensors.hpp"

namespace unseen::test {
namespace {

std::shared_ptr<Backbone> network(std::int64_t classes) {
  auto model = two_layer_network();
  model->build(classes);
  return model;
}

TEST(Weights, LoadByNameAndLeaveOutAHeadOfAnotherClassCount) {
  const TemporaryFolder folder;
  const auto source = network(1000);
  write_safetensors(folder.path() / "w.safetensors", {state_dict(*source), {}});
  const auto model = network(2);
  const auto left_out = load_weights(*model, folder.path() / "w.safetensors");
  EXPECT_EQ(left_out, (std::vector<std::string>{"fc.bias", "fc.weight"}));
  EXPECT_TRUE(torch::equal(state_dict(*model).at("conv1.weight"), state_dict(*source).at("conv1.weight")));
}

/// A name of another project's beside timm's.
struct Foreign {
  std::string plugin, params, name, timm;
};

TEST(Weights, TakeOtherProjectsNames) {
  const std::vector<Foreign> cases{
      {"convnext", R"({"variant":"tiny"})", "downsample_layers.0.1.weight", "stem.1.weight"},
      {"convnext", R"({"variant":"tiny"})", "downsample_layers.2.1.bias", "stages.2.downsample.1.bias"},
      {"convnext", R"({"variant":"tiny"})", "stages.2.8.dwconv.weight", "stages.2.blocks.8.conv_dw.weight"},
      {"convnext", R"({"variant":"tiny"})", "stages.0.1.pwconv2.bias", "stages.0.blocks.1.mlp.fc2.bias"},
      {"convnext", R"({"variant":"tiny"})", "stages.3.2.gamma", "stages.3.blocks.2.gamma"},
      {"convnext", R"({"variant":"tiny"})", "stages.3.2.norm.weight", "stages.3.blocks.2.norm.weight"},
      {"convnext", R"({"variant":"tiny"})", "norm.weight", "head.norm.weight"},
      {"convnext", R"({"variant":"tiny"})", "head.weight", "head.fc.weight"},
      {"convnext", R"({"variant":"tiny"})", "features.0.0.weight", "stem.0.weight"},
      {"convnext", R"({"variant":"tiny"})", "features.4.1.weight", "stages.2.downsample.1.weight"},
      {"convnext", R"({"variant":"tiny"})", "features.5.3.layer_scale", "stages.2.blocks.3.gamma"},
      {"convnext", R"({"variant":"tiny"})", "features.7.0.block.5.bias", "stages.3.blocks.0.mlp.fc2.bias"},
      {"convnext", R"({"variant":"tiny"})", "classifier.2.bias", "head.fc.bias"},
      {"xception", "{}", "last_linear.weight", "fc.weight"},
      {"xception", "{}", "last_linear.1.bias", "fc.bias"},
      {"efficientnet", R"({"variant":"b0"})", "_conv_stem.weight", "conv_stem.weight"},
      {"efficientnet", R"({"variant":"b0"})", "_bn1.running_var", "bn2.running_var"},
      {"efficientnet", R"({"variant":"b0"})", "_blocks.0._depthwise_conv.weight",
       "blocks.0.0.conv_dw.weight"},
      {"efficientnet", R"({"variant":"b0"})", "_blocks.0._project_conv.weight", "blocks.0.0.conv_pw.weight"},
      {"efficientnet", R"({"variant":"b0"})", "_blocks.15._bn2.bias", "blocks.6.0.bn3.bias"},
      {"efficientnet", R"({"variant":"b0"})", "_blocks.4._se_expand.bias", "blocks.2.1.se.conv_expand.bias"},
      {"efficientnet", R"({"variant":"b0"})", "_fc.weight", "classifier.weight"}};
  for (const auto& [plugin, params, name, timm] : cases) {
    const auto model = make_backbone(plugin, params);
    model->build(2);
    EXPECT_EQ(model->timm_name(name), timm) << plugin;
    EXPECT_TRUE(state_dict(*model).contains(timm)) << timm;
  }
}

TEST(Weights, OfAnotherProjectLoadAndMayHaveDimensionsOfOne) {
  const TemporaryFolder folder;
  const auto source = make_backbone("convnext", R"({"variant":"atto"})");
  source->build(2);
  std::map<std::string, torch::Tensor> foreign;
  for (const auto& [name, tensor] : state_dict(*source)) {
    auto key = name;
    if (const auto at = key.find(".blocks."); at != std::string::npos) key.erase(at, 7);
    const auto is_scale = key.ends_with(".gamma");
    foreign[key] = is_scale ? tensor.detach().view({-1, 1, 1}) : tensor.detach().squeeze();
  }
  write_safetensors(folder.path() / "w.safetensors", {foreign, {}});
  torch::manual_seed(1);
  const auto model = make_backbone("convnext", R"({"variant":"atto"})");
  model->build(2);
  EXPECT_TRUE(load_weights(*model, folder.path() / "w.safetensors").empty());
  for (const auto& [name, tensor] : state_dict(*model)) {
    EXPECT_TRUE(torch::equal(tensor, state_dict(*source).at(name))) << name;
  }
}

TEST(Weights, MayLackTheCountsOfBatches) {
  const TemporaryFolder folder;
  auto tensors = state_dict(*network(2));
  EXPECT_EQ(tensors.erase("bn1.num_batches_tracked"), 1U);
  write_safetensors(folder.path() / "w.safetensors", {tensors, {}});
  EXPECT_NO_THROW(load_weights(*network(2), folder.path() / "w.safetensors"));
}

TEST(Weights, NameATensorThatIsThereTwice) {
  const TemporaryFolder folder;
  const auto model = make_backbone("xception");
  model->build(2);
  auto tensors = state_dict(*model);
  tensors["last_linear.bias"] = tensors.at("fc.bias");
  write_safetensors(folder.path() / "w.safetensors", {tensors, {}});
  EXPECT_TRUE(contains(input_error_of([&] { load_weights(*model, folder.path() / "w.safetensors"); }),
                       "twice: fc.bias, also as last_linear.bias"));
}

TEST(Weights, NameEveryTensorThatDoesNotFit) {
  const TemporaryFolder folder;
  auto tensors = state_dict(*network(2));
  tensors["conv3.weight"] = tensors.at("conv2.weight");
  tensors.erase("conv2.weight");
  tensors["conv1.bias"] = torch::ones({9});
  write_safetensors(folder.path() / "w.safetensors", {tensors, {}});
  const auto model = network(2);
  const auto message = input_error_of([&] { load_weights(*model, folder.path() / "w.safetensors"); });
  EXPECT_TRUE(contains(message, "unexpected: conv3.weight (8, 8, 3, 3); nearest: conv2.weight"));
  EXPECT_TRUE(contains(message, "missing: conv2.weight (8, 8, 3, 3); nearest: conv3.weight"));
  EXPECT_TRUE(contains(message, "conv1.bias: wanted (8), found (9)"));
}

std::string refusal_of(std::map<std::string, torch::Tensor> tensors) {
  const TemporaryFolder folder;
  write_safetensors(folder.path() / "w.safetensors", {std::move(tensors), {}});
  return input_error_of([&] { load_weights(*network(2), folder.path() / "w.safetensors"); });
}

TEST(Weights, ListNoMoreThanAReaderReads) {
  std::map<std::string, torch::Tensor> tensors;
  for (int i = 0; i < 500; ++i) tensors["other" + std::to_string(i)] = torch::ones({1});
  const auto message = refusal_of(tensors);
  EXPECT_TRUE(contains(message, "... and 480 more of these"));
  EXPECT_LT(message.size(), 3000U);
}

TEST(Weights, NameATensorAsItsFileDoes) {
  auto tensors = state_dict(*network(2));
  tensors["model.extra"] = torch::ones({1});
  EXPECT_TRUE(contains(refusal_of(tensors), "unexpected: model.extra (1)"));
}

TEST(Weights, WantTheWholeHeadWhateverItsClassCount) {
  auto absent = state_dict(*network(2));
  absent.erase("fc.weight");
  EXPECT_TRUE(contains(refusal_of(absent), "missing: fc.weight (2, 8)"));
  auto wider = state_dict(*network(2));
  wider["fc.weight"] = torch::ones({2, 9});
  EXPECT_TRUE(contains(refusal_of(wider), "fc.weight: wanted (2, 8), found (2, 9)"));
}

TEST(Weights, OfWholeNumbersAreNoNetworks) {
  auto tensors = state_dict(*network(2));
  tensors["conv1.weight"] = torch::ones({8, 3, 3, 3}, torch::kChar);
  EXPECT_TRUE(contains(refusal_of(tensors), "type: conv1.weight: wanted floating point, found I8"));
}

}  // namespace
}  // namespace unseen::test
