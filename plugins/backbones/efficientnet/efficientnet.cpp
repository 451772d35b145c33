// EfficientNet (Tan and Le, ICML 2019) with timm's names and initialisation: b0 to b4 in PyTorch's and
// TensorFlow's form, and Lite0.

#include <torch/nn/init.h>
#include <torch/nn/modules/linear.h>

#include <cmath>
#include <numeric>

#include <unseen/backbone.hpp>
#include <unseen/drop_path.hpp>
#include <unseen/variant.hpp>

#include "block.hpp"

namespace {

using namespace unseen::efficientnet;
using unseen::BatchNorm2d;
namespace nn = torch::nn;

std::int64_t number_of_blocks(const std::vector<Stage>& stages) {
  return std::accumulate(stages.begin(), stages.end(), std::int64_t{0},
                         [](auto sum, const Stage& stage) { return sum + stage.repeats; });
}

class EfficientNet final : public unseen::Backbone {
 public:
  explicit EfficientNet(const unseen::Params& params)
      : variant_{unseen::read_variant(params, variants(), "b4",
                                      "size; tf_ and lite0: TensorFlow's padding and eps")},
        input_{unseen::read_input(params, variant_.tags)},
        stages_{stages(variant_)},
        // As timm's, the full rate would be that of the block behind the last.
        drop_rates_{params, number_of_blocks(stages_)} {}

  void build(std::int64_t classes) override {
    const auto stem = stem_channels(variant_);
    add_convolution("stem", {"conv_stem", "bn1", "_conv_stem", "_bn0"}, 3, stem, 3, 2);
    const auto last = add_blocks(stem);
    const auto features = head_channels(variant_);
    add_convolution("conv_head", {"conv_head", "bn2", "_conv_head", "_bn1"}, last, features, 1, 1);
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    add_classifier(features, classes);
  }

  unseen::InputSpec input() const override { return input_; }

  /// Every block output at stride 4.
  std::vector<std::string> shallow_segments() const override {
    std::vector<std::string> names;
    for (std::int64_t j = 0; j < stages_[1].repeats; ++j) names.push_back("blocks.1." + std::to_string(j));
    return names;
  }

  std::string cam_segment() const override { return "conv_head"; }
  std::string classifier() const override { return "classifier"; }

 private:
  struct Names {
    std::string convolution, norm, foreign_convolution, foreign_norm;
  };

  void add_convolution(const std::string& segment, const Names& names, std::int64_t in, std::int64_t out,
                       std::int64_t kernel, std::int64_t stride) {
    const auto& style = variant_.style;
    auto conv = register_module(
        names.convolution, std::make_shared<Convolution>(in, out, kernel, stride, 1, style.same_padding));
    auto norm = register_module(names.norm, std::make_shared<BatchNorm2d>(out, style.eps));
    add_segment(segment, [conv, norm, style](const torch::Tensor& x) {
      return activate(conv->forward(x, *norm), style);
    });
    add_alias(names.foreign_convolution, names.convolution);
    add_alias(names.foreign_norm, names.norm);
  }

  std::int64_t add_blocks(std::int64_t channels) {
    const auto blocks = register_module("blocks", std::make_shared<nn::Module>());
    std::int64_t made = 0;
    for (std::size_t s = 0; s < stages_.size(); ++s) {
      const auto& stage = stages_[s];
      const auto stage_module = blocks->register_module(std::to_string(s), std::make_shared<nn::Module>());
      for (std::int64_t j = 0; j < stage.repeats; ++j) {
        const BlockShape shape{channels, stage.channels, stage.kernel, j == 0 ? stage.stride : 1,
                               stage.expansion};
        const auto number = std::to_string(j);
        auto block = stage_module->register_module(
            number, std::make_shared<Block>(shape, variant_.style, drop_rates_.next()));
        const auto name = "blocks." + std::to_string(s) + "." + number;
        add_segment(name, [block](const torch::Tensor& x) { return block->forward(x); });
        add_block_aliases("_blocks." + std::to_string(made++), name, stage.expansion > 1);
        channels = stage.channels;
      }
    }
    return channels;
  }

  /// The names of lukemelas' EfficientNet-PyTorch, which counts blocks through all stages.
  void add_block_aliases(const std::string& foreign, const std::string& own, bool widens) {
    add_alias(foreign + "._expand_conv", own + ".conv_pw");
    add_alias(foreign + "._bn0", own + ".bn1");
    add_alias(foreign + "._depthwise_conv", own + ".conv_dw");
    add_alias(foreign + "._bn1", own + (widens ? ".bn2" : ".bn1"));
    add_alias(foreign + "._se_reduce", own + ".se.conv_reduce");
    add_alias(foreign + "._se_expand", own + ".se.conv_expand");
    add_alias(foreign + "._project_conv", own + (widens ? ".conv_pwl" : ".conv_pw"));
    add_alias(foreign + "._bn2", own + (widens ? ".bn3" : ".bn2"));
  }

  void add_classifier(std::int64_t features, std::int64_t classes) {
    auto classifier = register_module("classifier", nn::Linear{features, classes});
    const auto bound = 1 / std::sqrt(static_cast<double>(classes));
    nn::init::uniform_(classifier->weight, -bound, bound);
    nn::init::zeros_(classifier->bias);
    add_segment("head", [classifier](const torch::Tensor& x) mutable { return classifier->forward(x); });
    add_alias("_fc", "classifier");
  }

  const Variant& variant_;
  unseen::InputSpec input_;
  std::vector<Stage> stages_;
  unseen::DropPathRates drop_rates_;
};

}  // namespace

UNSEEN_PLUGIN(Backbone, EfficientNet, "efficientnet");
