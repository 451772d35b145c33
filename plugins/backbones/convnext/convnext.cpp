// ConvNeXt (Liu et al., CVPR 2022) with timm's names and initialisation.

#include <torch/nn/modules/linear.h>

#include <numeric>

#include <unseen/backbone.hpp>
#include <unseen/drop_path.hpp>
#include <unseen/variant.hpp>

#include "block.hpp"
#include "variants.hpp"

namespace {

using namespace unseen::convnext;
namespace nn = torch::nn;

std::string numbered(const std::string& name, std::size_t number) { return name + std::to_string(number); }

std::int64_t number_of_blocks(const Variant& variant) {
  return std::accumulate(variant.depths.begin(), variant.depths.end(), std::int64_t{0});
}

class ConvNeXt final : public unseen::Backbone {
 public:
  explicit ConvNeXt(const unseen::Params& params)
      : variant_{unseen::read_variant(params, variants(), "base", "size of the network")},
        drop_rates_{params, number_of_blocks(variant_) - 1},
        input_{unseen::read_input(params, variant_.tags)} {}

  void build(std::int64_t classes) override {
    add_stem();
    stages_ = register_module("stages", std::make_shared<nn::Module>());
    for (std::size_t i = 0; i < 4; ++i) add_stage(i);
    add_head(classes);
  }

  unseen::InputSpec input() const override { return input_; }

  /// The blocks of the first stage (stride 4): the paper's three PIMs on ConvNeXt-base.
  std::vector<std::string> shallow_segments() const override {
    std::vector<std::string> names;
    for (std::int64_t j = 0; j < variant_.depths[0]; ++j)
      names.push_back("stages.0.blocks." + std::to_string(j));
    return names;
  }

  std::string cam_segment() const override {
    return "stages.3.blocks." + std::to_string(variant_.depths[3] - 1);
  }
  std::string classifier() const override { return "head.fc"; }

 private:
  std::int64_t channels(std::size_t stage) const { return variant_.width << stage; }

  void add_stem() {
    const auto stem = register_module("stem", std::make_shared<nn::Module>());
    auto conv = stem->register_module("0", convolution(nn::Conv2dOptions(3, variant_.width, 4).stride(4)));
    auto norm = stem->register_module("1", std::make_shared<LayerNorm>(variant_.width));
    add_segment("stem", [conv, norm](const torch::Tensor& x) mutable {
      return norm->over_channels(conv->forward(x));
    });
    add_alias("downsample_layers.0", "stem");  // Facebook's
    add_alias("features.0", "stem");           // torchvision's
  }

  void add_stage(std::size_t i) {
    const auto name = numbered("stages.", i);
    const auto stage = stages_->register_module(std::to_string(i), std::make_shared<nn::Module>());
    if (i > 0) add_downsample(*stage, i, name + ".downsample");
    const auto blocks = stage->register_module("blocks", std::make_shared<nn::Module>());
    for (std::int64_t j = 0; j < variant_.depths[i]; ++j) {
      const auto number = std::to_string(j);
      auto block = blocks->register_module(
          number, std::make_shared<Block>(channels(i), variant_.convolutional_mlp, drop_rates_.next()));
      add_segment(name + ".blocks." + number, [block](const torch::Tensor& x) { return block->forward(x); });
      add_block_aliases(i, number);
    }
  }

  void add_downsample(nn::Module& stage, std::size_t i, const std::string& name) {
    const auto module = stage.register_module("downsample", std::make_shared<nn::Module>());
    auto norm = module->register_module("0", std::make_shared<LayerNorm>(channels(i - 1)));
    auto conv = module->register_module(
        "1", convolution(nn::Conv2dOptions(channels(i - 1), channels(i), 2).stride(2)));
    add_segment(
        name, [norm, conv](const torch::Tensor& x) mutable { return conv->forward(norm->over_channels(x)); });
    add_alias(numbered("downsample_layers.", i), name);
    add_alias(numbered("features.", 2 * i), name);
  }

  void add_block_aliases(std::size_t stage, const std::string& number) {
    const auto own = numbered("stages.", stage) + ".blocks." + number;
    const auto facebook = numbered("stages.", stage) + "." + number;
    add_alias(facebook, own);
    add_alias(facebook + ".dwconv", own + ".conv_dw");
    add_alias(facebook + ".pwconv1", own + ".mlp.fc1");
    add_alias(facebook + ".pwconv2", own + ".mlp.fc2");
    const auto torchvision = numbered("features.", 2 * stage + 1) + "." + number;
    add_alias(torchvision + ".layer_scale", own + ".gamma");
    add_alias(torchvision + ".block.0", own + ".conv_dw");
    add_alias(torchvision + ".block.2", own + ".norm");
    add_alias(torchvision + ".block.3", own + ".mlp.fc1");
    add_alias(torchvision + ".block.5", own + ".mlp.fc2");
  }

  void add_head(std::int64_t classes) {
    const auto head = register_module("head", std::make_shared<nn::Module>());
    auto norm = head->register_module("norm", std::make_shared<LayerNorm>(channels(3)));
    auto fc = head->register_module("fc", std::make_shared<Pointwise>(channels(3), classes, false));
    add_segment("pool", [norm](const torch::Tensor& x) { return norm->forward(x.mean({2, 3})); });
    add_segment("head", [fc](const torch::Tensor& x) { return fc->forward(x); });
    add_alias("norm", "head.norm");
    add_alias("head", "head.fc");
    add_alias("classifier.0", "head.norm");
    add_alias("classifier.2", "head.fc");
  }

  const Variant& variant_;
  unseen::DropPathRates drop_rates_;
  unseen::InputSpec input_;
  std::shared_ptr<nn::Module> stages_;
};

}  // namespace

UNSEEN_PLUGIN(Backbone, ConvNeXt, "convnext");
