#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>

namespace unseen::convnext {

/// N(0, 0.02) and no bias, as timm starts every convolution and linear layer of this family.
torch::nn::Conv2d convolution(const torch::nn::Conv2dOptions& options);

/// Layer normalisation over the last dimension, eps 1e-6.
class LayerNorm final : public torch::nn::Module {
 public:
  explicit LayerNorm(std::int64_t channels);
  torch::Tensor forward(const torch::Tensor& x) const;
  /// The same over the channels of (N, C, H, W).
  torch::Tensor over_channels(const torch::Tensor& x) const;

  torch::Tensor weight, bias;
};

/// A linear layer over the last dimension; its weight (out, in), or (out, in, 1, 1) as a 1x1 convolution's.
class Pointwise final : public torch::nn::Module {
 public:
  Pointwise(std::int64_t in, std::int64_t out, bool as_convolution);
  torch::Tensor forward(const torch::Tensor& x) const;
  /// The layer followed by a factor for each output, (out).
  torch::Tensor scaled(const torch::Tensor& x, const torch::Tensor& factor) const;

  torch::Tensor weight, bias;
};

/// x + drop_path(gamma * MLP(norm(depthwise 7x7(x)))): Liu et al., CVPR 2022, figure 4.
class Block final : public torch::nn::Module {
 public:
  Block(std::int64_t channels, bool convolutional_mlp, double drop_rate);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  double drop_rate_;
  torch::nn::Conv2d conv_dw_;
  std::shared_ptr<LayerNorm> norm_;
  std::shared_ptr<Pointwise> fc1_, fc2_;
  torch::Tensor gamma_;
};

}  // namespace unseen::convnext
