#include "block.hpp"

#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <torch/nn/init.h>

#include <unseen/depthwise_conv.hpp>
#include <unseen/drop_path.hpp>

namespace unseen::convnext {
namespace {

namespace nn = torch::nn;

constexpr double kDeviation = 0.02;
constexpr double kLayerScale = 1e-6;
constexpr double kEps = 1e-6;

}  // namespace

nn::Conv2d convolution(const nn::Conv2dOptions& options) {
  nn::Conv2d conv{options};
  nn::init::normal_(conv->weight, 0.0, kDeviation);
  nn::init::zeros_(conv->bias);
  return conv;
}

LayerNorm::LayerNorm(std::int64_t channels)
    : weight{register_parameter("weight", torch::ones({channels}))},
      bias{register_parameter("bias", torch::zeros({channels}))} {}

torch::Tensor LayerNorm::forward(const torch::Tensor& x) const {
  return at::layer_norm(x, weight.sizes(), weight, bias, kEps);
}

torch::Tensor LayerNorm::over_channels(const torch::Tensor& x) const {
  return forward(x.permute({0, 2, 3, 1})).permute({0, 3, 1, 2});
}

Pointwise::Pointwise(std::int64_t in, std::int64_t out, bool as_convolution) {
  auto start = nn::init::normal_(torch::empty({out, in}), 0.0, kDeviation);
  weight = register_parameter("weight", as_convolution ? start.view({out, in, 1, 1}) : start);
  bias = register_parameter("bias", torch::zeros({out}));
}

torch::Tensor Pointwise::forward(const torch::Tensor& x) const {
  return at::linear(x, weight.flatten(1), bias);
}

torch::Tensor Pointwise::scaled(const torch::Tensor& x, const torch::Tensor& factor) const {
  return at::linear(x, factor.unsqueeze(1) * weight.flatten(1), factor * bias);
}

Block::Block(std::int64_t channels, bool convolutional_mlp, double drop_rate)
    : drop_rate_{drop_rate},
      conv_dw_{register_module(
          "conv_dw", convolution(nn::Conv2dOptions(channels, channels, 7).padding(3).groups(channels)))},
      norm_{register_module("norm", std::make_shared<LayerNorm>(channels))},
      gamma_{register_parameter("gamma", torch::full({channels}, kLayerScale))} {
  const auto mlp = register_module("mlp", std::make_shared<nn::Module>());
  fc1_ = mlp->register_module("fc1", std::make_shared<Pointwise>(channels, 4 * channels, convolutional_mlp));
  fc2_ = mlp->register_module("fc2", std::make_shared<Pointwise>(4 * channels, channels, convolutional_mlp));
}

torch::Tensor Block::forward(const torch::Tensor& x) {
  const auto pixels =
      norm_->forward(depthwise_conv2d(x, conv_dw_->weight, conv_dw_->bias, 1, 3).permute({0, 2, 3, 1}));
  // The layer scale goes into the weights: a pass over (channels, 4 channels) instead of one over all pixels.
  const auto branch = fc2_->scaled(at::gelu(fc1_->forward(pixels)), gamma_).permute({0, 3, 1, 2});
  return x + drop_path(branch, drop_rate_, is_training());
}

}  // namespace unseen::convnext
