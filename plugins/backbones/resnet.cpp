// ResNet (He et al., CVPR 2016) with timm's names and initialisation: 18 and 34 of basic blocks, 50 and 101
// of bottlenecks with the stride in the 3x3 convolution.

#include <ATen/ops/conv2d.h>
#include <ATen/ops/max_pool2d.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>

#include <numeric>

#include <unseen/backbone.hpp>
#include <unseen/batch_norm.hpp>
#include <unseen/drop_path.hpp>
#include <unseen/pointwise_conv.hpp>
#include <unseen/variant.hpp>

namespace {

namespace nn = torch::nn;

using unseen::half_input;
using unseen::WeightTags;

struct Variant {
  std::string name;
  std::array<std::int64_t, 4> depths;
  std::int64_t expansion;        ///< 1: basic blocks, 4: bottlenecks
  std::vector<WeightTags> tags;  ///< timm's, its default first
};

const std::vector<Variant>& variants() {
  static const std::vector<Variant> kVariants{
      {"18",
       {2, 2, 2, 2},
       1,
       {{{224},
         {"a1_in1k", "a2_in1k", "tv_in1k", "gluon_in1k", "fb_ssl_yfcc100m_ft_in1k", "fb_swsl_ig1b_ft_in1k"}},
        {{160}, {"a3_in1k"}}}},
      {"34",
       {3, 4, 6, 3},
       1,
       {{{224}, {"a1_in1k", "a2_in1k", "bt_in1k", "tv_in1k", "gluon_in1k"}},
        {half_input(224), {"ra4_e3600_r224_in1k"}},
        {{160}, {"a3_in1k"}}}},
      {"50",
       {3, 4, 6, 3},
       4,
       {{{224},
         {"a1_in1k", "a2_in1k", "am_in1k", "b1k_in1k", "b2k_in1k", "bt_in1k", "c1_in1k", "c2_in1k", "d_in1k",
          "ra_in1k", "ram_in1k", "tv_in1k", "gluon_in1k", "fb_ssl_yfcc100m_ft_in1k", "fb_swsl_ig1b_ft_in1k"}},
        {{176}, {"a1h_in1k", "tv2_in1k"}},
        {{160}, {"a3_in1k"}}}},
      {"101",
       {3, 4, 23, 3},
       4,
       {{{224}, {"a1h_in1k", "a1_in1k", "a2_in1k", "tv_in1k", "gluon_in1k"}},
        {{176}, {"tv2_in1k"}},
        {{160}, {"a3_in1k"}}}},
  };
  return kVariants;
}

/// He's initialisation by fan out, as timm's.
nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
  nn::Conv2d conv{nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false)};
  nn::init::kaiming_normal_(conv->weight, 0.0, torch::kFanOut, torch::kReLU);
  return conv;
}

/// norm(conv(x))
torch::Tensor normalised(const nn::Conv2d& conv, unseen::BatchNorm2d& norm, const torch::Tensor& x) {
  const auto stride = conv->options.stride()->at(0), kernel = conv->weight.size(3);
  return norm.forward_after(
      [&](const torch::Tensor& weight, const torch::Tensor& bias) {
        if (kernel == 1 && stride == 1) return unseen::pointwise_conv2d(x, weight, bias);
        return at::conv2d(x, weight, bias, {stride, stride}, {kernel / 2, kernel / 2});
      },
      conv->weight);
}

class Block final : public nn::Module {
 public:
  Block(std::int64_t in, std::int64_t width, std::int64_t expansion, std::int64_t stride, double drop_rate)
      : drop_rate_{drop_rate} {
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
      y = normalised(convs_[i], *norms_[i], y);
      if (i + 1 < convs_.size()) y = y.relu_();
    }
    y = unseen::drop_path(y, drop_rate_, is_training());
    return (y + (downsample_norm_ ? normalised(downsample_, *downsample_norm_, x) : x)).relu_();
  }

 private:
  void add(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride) {
    const auto number = std::to_string(convs_.size() + 1);
    convs_.push_back(register_module("conv" + number, convolution(in, out, kernel, stride)));
    norms_.push_back(register_module("bn" + number, std::make_shared<unseen::BatchNorm2d>(out)));
  }

  double drop_rate_;
  std::vector<nn::Conv2d> convs_;
  std::vector<std::shared_ptr<unseen::BatchNorm2d>> norms_;
  nn::Conv2d downsample_{nullptr};
  std::shared_ptr<unseen::BatchNorm2d> downsample_norm_;
};

std::int64_t number_of_blocks(const Variant& variant) {
  return std::accumulate(variant.depths.begin(), variant.depths.end(), std::int64_t{0});
}

class ResNet final : public unseen::Backbone {
 public:
  explicit ResNet(const unseen::Params& params)
      : variant_{unseen::read_variant(params, variants(), "50", "depth of the network")},
        drop_rates_{params, number_of_blocks(variant_) - 1},
        input_{unseen::read_input(params, variant_.tags)} {}

  void build(std::int64_t classes) override {
    auto conv1 = register_module("conv1", convolution(3, 64, 7, 2));
    auto bn1 = register_module("bn1", std::make_shared<unseen::BatchNorm2d>(64));
    add_segment("stem", [conv1, bn1](const torch::Tensor& x) {
      return at::max_pool2d(normalised(conv1, *bn1, x).relu_(), {3, 3}, {2, 2}, {1, 1});
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
          std::to_string(i),
          std::make_shared<Block>(channels, width, variant_.expansion, stride, drop_rates_.next()));
      add_segment(name + "." + std::to_string(i),
                  [block](const torch::Tensor& x) { return block->forward(x); });
      channels = width * variant_.expansion;
    }
    return channels;
  }

  const Variant& variant_;
  unseen::DropPathRates drop_rates_;
  unseen::InputSpec input_;
};

}  // namespace

UNSEEN_PLUGIN(Backbone, ResNet, "resnet");
