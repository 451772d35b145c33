#pragma once

#include <torch/nn/module.h>

#include <unseen/batch_norm.hpp>

#include "variants.hpp"

namespace unseen::efficientnet {

/// A convolution without bias, of one group or depthwise, padded to keep the side (divided by the stride),
/// and the normalisation behind it.
class Convolution final : public torch::nn::Module {
 public:
  Convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
              std::int64_t groups, bool same_padding);
  torch::Tensor forward(const torch::Tensor& x, BatchNorm2d& norm) const;

  torch::Tensor weight;

 private:
  torch::Tensor convolve(const torch::Tensor& x, const torch::Tensor& with, const torch::Tensor& bias) const;
  torch::Tensor convolve(const torch::Tensor& x, const torch::Tensor& with, const torch::Tensor& bias,
                         std::int64_t padding) const;

  std::int64_t stride_, groups_;
  bool same_padding_;
};

/// SiLU, or ReLU6 in the Lite networks. May overwrite x.
torch::Tensor activate(const torch::Tensor& x, const Style& style);

/// Squeeze-and-excitation (Hu et al., CVPR 2018) with timm's names; SiLU inside.
class SqueezeExcite final : public torch::nn::Module {
 public:
  SqueezeExcite(std::int64_t channels, std::int64_t reduced);
  torch::Tensor forward(const torch::Tensor& x) const;

 private:
  struct Layer {
    torch::Tensor weight, bias;
  };
  Layer add(const std::string& name, std::int64_t in, std::int64_t out);

  Layer reduce_, expand_;
};

}  // namespace unseen::efficientnet
