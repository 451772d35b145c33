// Xception (Chollet, CVPR 2017) with the names and initialisation of timm's legacy_xception, which are
// Cadene's; like it, without stochastic depth.

#include <ATen/ops/conv2d.h>
#include <ATen/ops/max_pool2d.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <unseen/backbone.hpp>
#include <unseen/batch_norm.hpp>
#include <unseen/pointwise_conv.hpp>
#include <unseen/variant.hpp>

namespace {

namespace nn = torch::nn;
using unseen::BatchNorm2d;

/// He's initialisation by fan out, as timm's.
nn::Conv2d convolution(const nn::Conv2dOptions& options) {
  nn::Conv2d conv{nn::Conv2dOptions{options}.bias(false)};
  nn::init::kaiming_normal_(conv->weight, 0.0, torch::kFanOut, torch::kReLU);
  return conv;
}

/// norm(conv(x))
torch::Tensor normalised(const nn::Conv2d& conv, BatchNorm2d& norm, const torch::Tensor& x) {
  return norm.forward_after(
      [&](const auto& weight, const auto& bias) {
        return at::conv2d(x, weight, bias, *conv->options.stride());
      },
      conv->weight);
}

/// A depthwise 3x3 convolution and a 1x1 convolution, nothing between, and the normalisation behind them.
class SeparableConvolution final : public nn::Module {
 public:
  SeparableConvolution(std::int64_t in, std::int64_t out)
      : depthwise_{register_module("conv1", convolution(nn::Conv2dOptions(in, in, 3).padding(1).groups(in)))},
        pointwise_{register_module("pointwise", convolution({in, out, 1}))} {}

  torch::Tensor forward(const torch::Tensor& x, BatchNorm2d& norm) {
    const auto y = depthwise_->forward(x);
    return norm.forward_after(
        [&y](const auto& weight, const auto& bias) { return unseen::pointwise_conv2d(y, weight, bias); },
        pointwise_->weight);
  }

 private:
  nn::Conv2d depthwise_, pointwise_;
};

struct BlockShape {
  std::int64_t in, out, repeats, stride;
  bool leading_relu;
  bool grows_last;  ///< the channels change in the last repeat instead of the first
};

/// `repeats` times ReLU, separable convolution, normalisation, then max pooling where strided; a strided 1x1
/// shortcut where the shape changes.
class Block final : public nn::Module {
 public:
  explicit Block(const BlockShape& shape) : shape_{shape} {
    rep_ = register_module("rep", std::make_shared<nn::Module>());
    const auto growing = shape.grows_last ? shape.repeats - 1 : 0;
    for (std::int64_t i = 0; i < shape.repeats; ++i) {
      add(i, i <= growing ? shape.in : shape.out, i < growing ? shape.in : shape.out);
    }
    if (shape.in != shape.out || shape.stride != 1) {
      skip_ = register_module("skip",
                              convolution(nn::Conv2dOptions(shape.in, shape.out, 1).stride(shape.stride)));
      skip_norm_ = register_module("skipbn", std::make_shared<BatchNorm2d>(shape.out));
    }
  }

  torch::Tensor forward(const torch::Tensor& x) {
    auto y = x;
    for (std::size_t i = 0; i < convolutions_.size(); ++i) {
      // The first ReLU must leave x as it is: the shortcut reads it.
      if (i > 0) y = y.relu_();
      if (i == 0 && shape_.leading_relu) y = y.relu();
      y = convolutions_[i]->forward(y, *norms_[i]);
    }
    if (shape_.stride != 1) y = at::max_pool2d(y, {3, 3}, {2, 2}, {1, 1});
    return y + (skip_norm_ ? normalised(skip_, *skip_norm_, x) : x);
  }

 private:
  /// timm counts the ReLUs as modules.
  void add(std::int64_t i, std::int64_t in, std::int64_t out) {
    const auto number = 3 * i + (shape_.leading_relu ? 1 : 0);
    convolutions_.push_back(
        rep_->register_module(std::to_string(number), std::make_shared<SeparableConvolution>(in, out)));
    norms_.push_back(rep_->register_module(std::to_string(number + 1), std::make_shared<BatchNorm2d>(out)));
  }

  BlockShape shape_;
  std::shared_ptr<nn::Module> rep_;
  std::vector<std::shared_ptr<SeparableConvolution>> convolutions_;
  std::vector<std::shared_ptr<BatchNorm2d>> norms_;
  nn::Conv2d skip_{nullptr};
  std::shared_ptr<BatchNorm2d> skip_norm_;
};

struct Variant {
  std::string name;
  std::vector<unseen::WeightTags> tags;  ///< timm's
};

const std::vector<Variant>& variants() {
  static const std::vector<Variant> kVariants{{"legacy", {{unseen::half_input(299), {"tf_in1k"}}}}};
  return kVariants;
}

constexpr std::int64_t kFeatures = 2048;

/// block1 .. block12.
std::vector<BlockShape> block_shapes() {
  std::vector<BlockShape> shapes{
      {64, 128, 2, 2, false, false}, {128, 256, 2, 2, true, false}, {256, 728, 2, 2, true, false}};
  shapes.insert(shapes.end(), 8, {728, 728, 3, 1, true, false});
  shapes.push_back({728, 1024, 2, 2, true, true});
  return shapes;
}

class Xception final : public unseen::Backbone {
 public:
  explicit Xception(const unseen::Params& params)
      : input_{unseen::read_input(
            params, unseen::read_variant(params, variants(), "legacy", "timm's legacy_xception").tags)} {}

  void build(std::int64_t classes) override {
    add_stem();
    std::size_t number = 1;
    for (const auto& shape : block_shapes()) {
      const auto name = "block" + std::to_string(number++);
      auto block = register_module(name, std::make_shared<Block>(shape));
      add_segment(name, [block](const torch::Tensor& x) { return block->forward(x); });
    }
    add_separable("3", 1024, 1536);
    add_separable("4", 1536, kFeatures);
    add_segment("pool", [](const torch::Tensor& x) { return x.mean({2, 3}); });
    auto fc = register_module("fc", nn::Linear{kFeatures, classes});
    add_segment("head", [fc](const torch::Tensor& x) mutable { return fc->forward(x); });
    add_alias("last_linear", "fc");    // Cadene's
    add_alias("last_linear.1", "fc");  // FaceForensics++'s, behind a dropout
  }

  unseen::InputSpec input() const override { return input_; }

  /// No block but the first has stride 4: the entry flow's three.
  std::vector<std::string> shallow_segments() const override { return {"block1", "block2", "block3"}; }
  std::string cam_segment() const override { return "conv4"; }
  std::string classifier() const override { return "fc"; }

 private:
  void add_stem() {
    auto conv1 = register_module("conv1", convolution(nn::Conv2dOptions(3, 32, 3).stride(2)));
    auto bn1 = register_module("bn1", std::make_shared<BatchNorm2d>(32));
    auto conv2 = register_module("conv2", convolution({32, 64, 3}));
    auto bn2 = register_module("bn2", std::make_shared<BatchNorm2d>(64));
    add_segment("stem", [=](const torch::Tensor& x) {
      return normalised(conv2, *bn2, normalised(conv1, *bn1, x).relu_()).relu_();
    });
  }

  void add_separable(const std::string& number, std::int64_t in, std::int64_t out) {
    auto conv = register_module("conv" + number, std::make_shared<SeparableConvolution>(in, out));
    auto norm = register_module("bn" + number, std::make_shared<BatchNorm2d>(out));
    add_segment("conv" + number,
                [conv, norm](const torch::Tensor& x) { return conv->forward(x, *norm).relu_(); });
  }

  unseen::InputSpec input_;
};

}  // namespace

UNSEEN_PLUGIN(Backbone, Xception, "xception");
