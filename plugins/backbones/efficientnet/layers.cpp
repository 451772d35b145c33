#include "layers.hpp"

#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/hardtanh.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>
#include <torch/nn/init.h>

#include <algorithm>
#include <cmath>

#include <unseen/depthwise_conv.hpp>
#include <unseen/pointwise_conv.hpp>

namespace unseen::efficientnet {
namespace {

/// (out, in, k, k): normal, with variance 2 / (k * k * outputs a group), as TensorFlow's authors start it.
torch::Tensor start_weight(std::int64_t out, std::int64_t in, std::int64_t kernel, std::int64_t groups) {
  const auto fan_out = static_cast<double>(kernel * kernel * out) / static_cast<double>(groups);
  return torch::nn::init::normal_(torch::empty({out, in / groups, kernel, kernel}), 0.0,
                                  std::sqrt(2 / fan_out));
}

/// TensorFlow's SAME: what is missing for ceil(size / stride) outputs, the odd pixel behind.
std::pair<std::int64_t, std::int64_t> same(std::int64_t size, std::int64_t kernel, std::int64_t stride) {
  const auto outputs = (size + stride - 1) / stride;
  const auto total = std::max<std::int64_t>((outputs - 1) * stride + kernel - size, 0);
  return {total / 2, total - total / 2};
}

}  // namespace

Convolution::Convolution(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t stride,
                         std::int64_t groups, bool same_padding)
    : weight{register_parameter("weight", start_weight(out, in, kernel, groups))},
      stride_{stride},
      groups_{groups},
      same_padding_{same_padding} {}

torch::Tensor Convolution::forward(const torch::Tensor& x, BatchNorm2d& norm) const {
  return norm.forward_after(
      [&](const torch::Tensor& with, const torch::Tensor& bias) { return convolve(x, with, bias); }, weight);
}

torch::Tensor Convolution::convolve(const torch::Tensor& x, const torch::Tensor& with,
                                    const torch::Tensor& bias) const {
  const auto kernel = weight.size(3);
  if (!same_padding_ || stride_ == 1) return convolve(x, with, bias, kernel / 2);
  const auto [above, below] = same(x.size(2), kernel, stride_);
  const auto [left, right] = same(x.size(3), kernel, stride_);
  if (above == below && left == right && above == left) return convolve(x, with, bias, above);
  return convolve(at::constant_pad_nd(x, {left, right, above, below}), with, bias, 0);
}

torch::Tensor Convolution::convolve(const torch::Tensor& x, const torch::Tensor& with,
                                    const torch::Tensor& bias, std::int64_t padding) const {
  if (groups_ > 1) return depthwise_conv2d(x, with, bias, stride_, padding);
  if (with.size(3) == 1 && stride_ == 1) return pointwise_conv2d(x, with, bias);
  return at::conv2d(x, with, bias, {stride_, stride_}, {padding, padding});
}

torch::Tensor activate(const torch::Tensor& x, const Style& style) {
  if (!style.lite) return at::silu(x);
  auto y = x;
  return at::hardtanh_(y, 0, 6);
}

SqueezeExcite::SqueezeExcite(std::int64_t channels, std::int64_t reduced)
    : reduce_{add("conv_reduce", channels, reduced)}, expand_{add("conv_expand", reduced, channels)} {}

SqueezeExcite::Layer SqueezeExcite::add(const std::string& name, std::int64_t in, std::int64_t out) {
  const auto layer = register_module(name, std::make_shared<torch::nn::Module>());
  return {layer->register_parameter("weight", start_weight(out, in, 1, 1)),
          layer->register_parameter("bias", torch::zeros({out}))};
}

torch::Tensor SqueezeExcite::forward(const torch::Tensor& x) const {
  const auto reduced = at::silu(at::linear(x.mean({2, 3}), reduce_.weight.flatten(1), reduce_.bias));
  const auto gate = at::sigmoid(at::linear(reduced, expand_.weight.flatten(1), expand_.bias));
  return x * gate.unsqueeze(2).unsqueeze(3);
}

}  // namespace unseen::efficientnet
