// Whole files under other projects' names give the same tensors as under timm's.

#include <gtest/gtest.h>

#include <functional>
#include <regex>

#include "support/models.hpp"
#include "support/temporary_folder.hpp"
#include "training/safetensors.hpp"
#include "training/weights.hpp"

namespace unseen::test {
namespace {

using Tensors = std::map<std::string, torch::Tensor>;

std::string replaced(const std::string& text, const std::vector<std::pair<std::string, std::string>>& rules) {
  for (const auto& [pattern, with] : rules) {
    if (const std::regex regex{"^" + pattern}; std::regex_search(text, regex)) {
      return std::regex_replace(text, regex, with);
    }
  }
  return text;
}

/// facebookresearch/ConvNeXt's.
Tensors facebook(const Tensors& timm) {
  Tensors result;
  for (const auto& [name, tensor] : timm) {
    result[replaced(name, {{R"(stem\.)", "downsample_layers.0."},
                           {R"(stages\.(\d)\.downsample\.)", "downsample_layers.$1."},
                           {R"(stages\.(\d)\.blocks\.(\d+)\.conv_dw)", "stages.$1.$2.dwconv"},
                           {R"(stages\.(\d)\.blocks\.(\d+)\.mlp\.fc)", "stages.$1.$2.pwconv"},
                           {R"(stages\.(\d)\.blocks\.(\d+))", "stages.$1.$2"},
                           {R"(head\.norm)", "norm"},
                           {R"(head\.fc)", "head"}})] = tensor;
  }
  return result;
}

/// torchvision's ConvNeXt: stages and what stands before each of them in one list.
Tensors torchvision(const Tensors& timm) {
  Tensors result;
  for (const auto& [name, tensor] : timm) {
    auto key = replaced(
        name,
        {{R"(stem\.)", "features.0."}, {R"(head\.norm)", "classifier.0"}, {R"(head\.fc)", "classifier.2"}});
    std::smatch found;
    if (std::regex_match(name, found, std::regex{R"(stages\.(\d)\.(downsample|blocks)\.(.*))"})) {
      const auto stage = 2 * std::stoi(found[1]) + (found[2] == "blocks" ? 1 : 0);
      key = "features." + std::to_string(stage) + "." +
            replaced(found[3], {{R"((\d+)\.conv_dw)", "$1.block.0"},
                                {R"((\d+)\.norm)", "$1.block.2"},
                                {R"((\d+)\.mlp\.fc1)", "$1.block.3"},
                                {R"((\d+)\.mlp\.fc2)", "$1.block.5"},
                                {R"((\d+)\.gamma)", "$1.layer_scale"}});
    }
    result[key] = name.ends_with(".gamma") ? tensor.view({-1, 1, 1}) : tensor;
  }
  return result;
}

/// Cadene's Xception, whose older files hold 1x1 convolutions as matrices.
Tensors cadene(const Tensors& timm) {
  Tensors result;
  for (const auto& [name, tensor] : timm) {
    const auto key = replaced(name, {{R"(fc\.)", "last_linear."}});
    result[key] = name.find("pointwise") == std::string::npos ? tensor : tensor.flatten(1);
  }
  return result;
}

/// FaceForensics++'s, whose network stands in a wrapper and has a dropout before the classifier.
Tensors faceforensics(const Tensors& timm) {
  Tensors result;
  for (const auto& [name, tensor] : cadene(timm)) {
    result["module.model." + replaced(name, {{R"(last_linear\.)", "last_linear.1."}})] = tensor;
  }
  return result;
}

/// lukemelas/EfficientNet-PyTorch's, which counts b0's blocks through its stages.
Tensors lukemelas(const Tensors& timm) {
  constexpr std::array kFirst{0, 1, 3, 5, 8, 11, 15};
  Tensors result;
  for (const auto& [name, tensor] : timm) {
    auto key = replaced(
        name,
        {{R"(conv_)", "_conv_"}, {R"(bn1\.)", "_bn0."}, {R"(bn2\.)", "_bn1."}, {R"(classifier)", "_fc"}});
    std::smatch found;
    if (std::regex_match(name, found, std::regex{R"(blocks\.(\d)\.(\d)\.(.*))"})) {
      const auto stage = std::stoul(found[1]);
      const auto part =
          stage == 0 ? replaced(found[3], {{"conv_pw", "_project_conv"}, {"bn1", "_bn1"}, {"bn2", "_bn2"}})
                     : replaced(found[3], {{"conv_pwl", "_project_conv"},
                                           {"conv_pw", "_expand_conv"},
                                           {"bn1", "_bn0"},
                                           {"bn2", "_bn1"},
                                           {"bn3", "_bn2"}});
      key = "_blocks." + std::to_string(kFirst.at(stage) + std::stoi(found[2])) + "." +
            replaced(part, {{"conv_dw", "_depthwise_conv"}, {R"(se\.conv_)", "_se_"}});
    }
    result[key] = tensor;
  }
  return result;
}

struct ForeignFile {
  std::string project, plugin, variant;
  std::function<Tensors(const Tensors&)> renamed;
};

class ForeignNames : public testing::TestWithParam<ForeignFile> {};

TEST_P(ForeignNames, GiveTheTensorsOfTimms) {
  const TemporaryFolder folder;
  const auto model = [](unsigned seed) {
    torch::manual_seed(seed);
    auto made = make_backbone(GetParam().plugin, R"({"variant":")" + GetParam().variant + R"("})");
    made->build(2);
    return made;
  };
  const auto source = model(1), target = model(2);
  Tensors wanted;
  for (const auto& [name, tensor] : state_dict(*source)) {
    wanted[name] = tensor.detach();
    if (tensor.is_floating_point()) wanted[name].normal_();  // normalisations start alike
  }
  const auto foreign = GetParam().renamed(wanted);
  ASSERT_EQ(foreign.size(), wanted.size());
  write_safetensors(folder.path() / "w.safetensors", {foreign, {}});
  EXPECT_TRUE(load_weights(*target, folder.path() / "w.safetensors").empty());
  for (const auto& [name, tensor] : state_dict(*target)) {
    EXPECT_TRUE(torch::equal(tensor, wanted.at(name))) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, ForeignNames,
                         testing::Values(ForeignFile{"Facebook", "convnext", "tiny", facebook},
                                         ForeignFile{"Torchvision", "convnext", "tiny", torchvision},
                                         ForeignFile{"Cadene", "xception", "legacy", cadene},
                                         ForeignFile{"FaceForensics", "xception", "legacy", faceforensics},
                                         ForeignFile{"Lukemelas", "efficientnet", "b0", lukemelas}),
                         [](const auto& info) { return info.param.project; });

}  // namespace
}  // namespace unseen::test
