// ResNet (He et al., CVPR 2016) with timm's names and initialisation: variants 18 (basic blocks) and 50
// (bottlenecks, stride in the 3x3 convolution).

#include <ATen/ops/max_pool2d.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <unseen/backbone.hpp>
#include <unseen/batch_norm.hpp>

namespace {

namespace nn = torch::nn;

struct Variant {
  std::array<std::int64_t, 4> depths;
  std::int64_t expansion;  ///< 1: basic blocks, 4: bottlenecks
};

const std::map<std::string, Variant> kVariants{{"18", {{2, 2, 2, 2}, 1}}, {"50", {{3, 4, 6, 3}, 4}}};

/// He's initialisation by fan out, as timm's.
nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
  nn::Conv2d conv{nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false)};
  nn::init::kaiming_normal_(conv->weight, 0.0, torch::kFanOut, torch::kReLU);
  return conv;
}

class Block final : public nn::Module {
 public:
  Block(std::int64_t in, std::int64_t width, std::int64_t expansion, std::int64_t stride) {
    const auto out = width * expansion;
    if (expansion == 1) {
      add(in, width, 3, stride);
      add(width, width, 3, 1);
    } else {
      add(in, width, 1, 1);
      add(width, width, 3, stride);
      add(width, out, 1, 1);
    }
    // timm starts each block as the identity: the last scale is zero.
    norms_.back()->weight.detach().zero_();
    if (stride != 1 || in != out) {
      const auto shortcut = register_module("downsample", std::make_shared<nn::Module>());
      downsample_ = shortcut->register_module("0", convolution(in, out, 1, stride));
      downsample_norm_ = shortcut->register_module("1", std::make_shared<unseen::BatchNorm2d>(out));
    }
  }

  torch::Tensor forward(const torch::Tensor& x) {
    auto y = x;
    for (std::size_t i = 0; i < convs_.size(); ++i) {
      y = norms_[i]->forward(convs_[i]->forward(y));
      if (i + 1 < convs_.size()) y = y.relu_();
    }
    return (y + (downsample_norm_ ? downsample_norm_->forward(downsample_->forward(x)) : x)).relu_();
  }

 private:
  void add(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
    const auto number = std::to_string(convs_.size() + 1);
    convs_.push_back(register_module("conv" + number, convolution(in, out, kernel, stride)));
    norms_.push_back(register_module("bn" + number, std::make_shared<unseen::BatchNorm2d>(out)));
  }

  std::vector<nn::Conv2d> convs_;
  std::vector<std::shared_ptr<unseen::BatchNorm2d>> norms_;
  nn::Conv2d downsample_{nullptr};
  std::shared_ptr<unseen::BatchNorm2d> downsample_norm_;
};

class ResNet final : public unseen::Backbone {
 public:
  explicit ResNet(const unseen::Params& params)
      : variant_{kVariants.at(params.text("variant", "50", "depth of the network", {"18", "50"}))} {
    input_.side = params.integer("side", 224, "input side in pixels", {32, 4096});
  }

  void build(std::int64_t classes) override {
    auto conv1 = register_module("conv1", convolution(3, 64, 7, 2));
    auto bn1 = register_module("bn1", std::make_shared<unseen::BatchNorm2d>(64));
    add_segment("stem", [conv1, bn1](const torch::Tensor& x) mutable {
      return at::max_pool2d(bn1->forward(conv1->forward(x)).relu_(), {3, 3}, {2, 2}, {1, 1});
    });
    std::int64_t channels = 64;
    for (std::size_t stage = 0; stage < 4; ++stage) channels = add_stage(stage, channels);
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    auto fc = register_module("fc", nn::Linear{channels, classes});
    add_segment("head", [fc](const torch::Tensor& x) mutable { return fc->forward(x); });
  }

  unseen::InputSpec input() const override { return input_; }

  /// Every block output at stride 4.
  std::vector<std::string> shallow_segments() const override {
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < variant_.depths[0]; ++i) names.push_back("layer1." + std::to_string(i));
    return names;
  }

  std::string cam_segment() const override { return "layer4." + std::to_string(variant_.depths[3] - 1); }
  std::string classifier() const override { return "fc"; }

 private:
  std::int64_t add_stage(std::size_t stage, std::int64_t channels) {
    const auto name = "layer" + std::to_string(stage + 1);
    const auto layer = register_module(name, std::make_shared<nn::Module>());
    const auto width = std::int64_t{64} << stage;
    for (std::int64_t i = 0; i < variant_.depths[stage]; ++i) {
      const auto stride = i == 0 && stage > 0 ? 2 : 1;
      auto block = layer->register_module(
          std::to_string(i), std::make_shared<Block>(channels, width, variant_.expansion, stride));
      add_segment(name + "." + std::to_string(i),
                  [block](const torch::Tensor& x) { return block->forward(x); });
      channels = width * variant_.expansion;
    }
    return channels;
  }

  Variant variant_;
  unseen::InputSpec input_;
};

}  // namespace

UNSEEN_PLUGIN(Backbone, ResNet, "resnet");
