#pragma once

#include "layers.hpp"

namespace unseen::efficientnet {

struct BlockShape {
  std::int64_t in, out, kernel, stride, expansion;
};

/// An inverted residual (Sandler et al., CVPR 2018) with squeeze-and-excitation: widening 1x1 convolution
/// (where expansion > 1), depthwise convolution, narrowing 1x1 convolution without activation; x is added
/// where the shape stays.
class Block final : public torch::nn::Module {
 public:
  Block(const BlockShape& shape, const Style& style, double drop_rate);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  std::shared_ptr<Convolution> add(const std::string& name, std::int64_t in, std::int64_t out,
                                   std::int64_t kernel, std::int64_t stride, std::int64_t groups);
  std::shared_ptr<BatchNorm2d> add_norm(const std::string& name, std::int64_t channels);

  BlockShape shape_;
  Style style_;
  double drop_rate_;
  std::shared_ptr<Convolution> expand_, depthwise_, project_;
  std::shared_ptr<BatchNorm2d> expand_norm_, depthwise_norm_, project_norm_;
  std::shared_ptr<SqueezeExcite> se_;
};

}  // namespace unseen::efficientnet
