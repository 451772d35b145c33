// What a backbone says of itself: inputs by weight tag, and its segments.

#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/models.hpp"

namespace unseen::test {
namespace {

using Channels = std::array<double, 3>;

constexpr Channels kImageNetMean{0.485, 0.456, 0.406}, kImageNetStd{0.229, 0.224, 0.225};
constexpr Channels kHalf{0.5, 0.5, 0.5};
constexpr Channels kClipMean{0.48145466, 0.4578275, 0.40821073}, kClipStd{0.26862954, 0.26130258, 0.27577711};

struct Tagged {
  const char *plugin, *params;
  std::int64_t side;
  Channels mean, std;
};

TEST(BackboneInput, IsTimmsForTheTagOfTheWeights) {
  for (const auto& [plugin, params, side, mean, std] : {
           Tagged{"convnext", R"({"variant":"base"})", 224, kImageNetMean, kImageNetStd},
           Tagged{"convnext", R"({"variant":"base","tag":"fb_in22k_ft_in1k_384"})", 384, kImageNetMean,
                  kImageNetStd},
           Tagged{"convnext", R"({"variant":"base","tag":"clip_laiona_320"})", 320, kClipMean, kClipStd},
           Tagged{"resnet", R"({"variant":"50","tag":"tv2_in1k"})", 176, kImageNetMean, kImageNetStd},
           Tagged{"resnet", R"({"variant":"34","tag":"ra4_e3600_r224_in1k"})", 224, kHalf, kHalf},
           Tagged{"xception", "{}", 299, kHalf, kHalf},
           Tagged{"efficientnet", R"({"variant":"tf_b4","tag":"ap_in1k"})", 380, kHalf, kHalf},
           Tagged{"efficientnet", R"({"variant":"tf_b0"})", 224, kImageNetMean, kImageNetStd},
           Tagged{"efficientnet", R"({"variant":"lite0"})", 224, kHalf, kHalf},
           Tagged{"efficientnet", R"({"variant":"b4","side":128})", 128, kImageNetMean, kImageNetStd},
       }) {
    SCOPED_TRACE(std::string{plugin} + params);
    const auto input = make_backbone(plugin, params)->input();
    EXPECT_EQ(input.side, side);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_DOUBLE_EQ(input.mean[i], mean.at(i));
      EXPECT_DOUBLE_EQ(input.std[i], std.at(i));
    }
  }
}

TEST(BackboneInput, RefusesATagOfAnotherVariant) {
  const auto message =
      input_error_of([] { make_backbone("convnext", R"({"variant":"atto","tag":"fb_in1k"})"); });
  EXPECT_TRUE(contains(message, "d2_in1k"));
}

struct Described {
  const char *plugin, *variant;
  std::vector<std::string> shallow;
  const char* cam;
};

TEST(BackboneSegments, AreTheBlocksThatThePaperPerturbsAndTheCamsRead) {
  for (const auto& [plugin, variant, shallow, cam] : {
           Described{"convnext",
                     "base",
                     {"stages.0.blocks.0", "stages.0.blocks.1", "stages.0.blocks.2"},
                     "stages.3.blocks.2"},
           Described{"resnet", "50", {"layer1.0", "layer1.1", "layer1.2"}, "layer4.2"},
           Described{"resnet", "18", {"layer1.0", "layer1.1"}, "layer4.1"},
           Described{"xception", "legacy", {"block1", "block2", "block3"}, "conv4"},
           Described{
               "efficientnet", "b4", {"blocks.1.0", "blocks.1.1", "blocks.1.2", "blocks.1.3"}, "conv_head"},
           Described{"efficientnet", "lite0", {"blocks.1.0", "blocks.1.1"}, "conv_head"},
       }) {
    SCOPED_TRACE(std::string{plugin} + " " + variant);
    const auto model = make_backbone(plugin, R"({"variant":")" + std::string{variant} + R"("})");
    model->build(2);
    EXPECT_EQ(model->shallow_segments(), shallow);
    EXPECT_EQ(model->cam_segment(), cam);
    EXPECT_EQ(model->segments().back(), "head");

    const torch::NoGradGuard no_grad;
    model->eval();
    const auto images = torch::randn({1, 3, 64, 64});
    if (std::string{plugin} != "xception") {
      for (const auto& name : shallow) {
        EXPECT_EQ(model->forward(images, 0, model->segment_index(name) + 1).size(2), 16) << name;
      }
    }
    EXPECT_EQ(model->forward(images, 0, model->segment_index(cam) + 1).dim(), 4);
    const auto features = model->forward(images, 0, model->segments().size() - 1);
    EXPECT_EQ(features.dim(), 2);
  }
}

}  // namespace
}  // namespace unseen::test
