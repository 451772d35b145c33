#pragma once

#include <ATen/core/Tensor.h>

namespace [[gnu::visibility("default")]] unseen {

/// 1x1 convolution of (N, C, H, W) with weights (out, C, 1, 1) and a bias (out) or none, stride 1. Over
/// pixels that lie channels_last in a CPU's memory it is one matrix product, whose gradients cost up to half
/// of a convolution's; else at::conv2d.
at::Tensor pointwise_conv2d(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

}  // namespace unseen
