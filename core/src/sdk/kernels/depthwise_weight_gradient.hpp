#pragma once

#include <cstdint>

namespace unseen {

/// One depthwise convolution over channels_last pixels: (n, height, width, channels) to (n, out_height,
/// out_width, channels), kernel x kernel.
struct DepthwiseShape {
  std::int64_t n, channels, height, width, out_height, out_width, kernel, stride, padding;
};

/// Whether this processor has the instructions and the shape whole vectors of channels.
bool has_depthwise_weight_gradient(const DepthwiseShape& shape);

/// The work in pieces that may run side by side, in any order, with the same bits.
std::int64_t depthwise_weight_gradient_tasks(const DepthwiseShape& shape);

/// Writes task `task`'s part of `gradient` (channels, kernel, kernel) from the output's gradient and the
/// input.
void depthwise_weight_gradient(const DepthwiseShape& shape, const float* out_gradient, const float* input,
                               float* gradient, std::int64_t task);

}  // namespace unseen
