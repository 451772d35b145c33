#include "sdk/kernels/depthwise_weight_gradient.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace unseen {
namespace {

/// Eight channels. GCC's and Clang's vector extension; unaligned, and another view of floats.
using Vector [[gnu::vector_size(32), gnu::aligned(4), gnu::may_alias]] = float;

constexpr std::int64_t kLanes = 8;
/// Vectors of channels that one task takes: their sums stay in registers.
constexpr std::int64_t kMostVectors = 6;

/// sums[c] += sum over i < count of gradient[i][c] * input[i][c], pixels lying `gradient_step` and
/// `input_step` apart.
template <int vectors>
[[gnu::always_inline]] inline void add_row(const float* gradient, std::int64_t gradient_step,
                                           const float* input, std::int64_t input_step, std::int64_t count,
                                           float* sums) {
  Vector sum[vectors] = {};
  for (std::int64_t i = 0; i < count; ++i, gradient += gradient_step, input += input_step) {
    for (int v = 0; v < vectors; ++v) {
      sum[v] += reinterpret_cast<const Vector*>(gradient)[v] * reinterpret_cast<const Vector*>(input)[v];
    }
  }
  for (int v = 0; v < vectors; ++v) reinterpret_cast<Vector*>(sums)[v] += sum[v];
}

/// One row of the kernel for a block of channels from `first` on.
template <int vectors>
[[gnu::target("avx2,fma")]] void kernel_row(const DepthwiseShape& s, const float* out_gradient,
                                            const float* input, float* gradient, std::int64_t row,
                                            std::int64_t first) {
  std::vector<float> sums(static_cast<std::size_t>(s.kernel * vectors * kLanes));
  for (std::int64_t n = 0; n < s.n; ++n) {
    for (std::int64_t y = 0; y < s.out_height; ++y) {
      const auto from_row = y * s.stride + row - s.padding;
      if (from_row < 0 || from_row >= s.height) continue;
      const auto* of_row = out_gradient + (n * s.out_height + y) * s.out_width * s.channels + first;
      const auto* in_row = input + (n * s.height + from_row) * s.width * s.channels + first;
      for (std::int64_t column = 0; column < s.kernel; ++column) {
        // The outputs x for which the input x * stride + column - padding lies inside.
        const auto last = s.width - 1 + s.padding - column;
        if (last < 0) continue;
        const auto begin = std::max<std::int64_t>(0, (s.padding - column + s.stride - 1) / s.stride);
        const auto end = std::min(s.out_width, last / s.stride + 1);
        if (begin >= end) continue;
        add_row<vectors>(of_row + begin * s.channels, s.channels,
                         in_row + (begin * s.stride + column - s.padding) * s.channels, s.stride * s.channels,
                         end - begin, sums.data() + column * vectors * kLanes);
      }
    }
  }
  for (std::int64_t column = 0; column < s.kernel; ++column) {
    for (std::int64_t c = 0; c < vectors * kLanes; ++c) {
      gradient[((first + c) * s.kernel + row) * s.kernel + column] =
          sums[static_cast<std::size_t>(column * vectors * kLanes + c)];
    }
  }
}

std::int64_t blocks(const DepthwiseShape& shape) {
  return (shape.channels / kLanes + kMostVectors - 1) / kMostVectors;
}

}  // namespace

bool has_depthwise_weight_gradient(const DepthwiseShape& shape) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && shape.channels % kLanes == 0;
}

std::int64_t depthwise_weight_gradient_tasks(const DepthwiseShape& shape) {
  return blocks(shape) * shape.kernel;
}

void depthwise_weight_gradient(const DepthwiseShape& shape, const float* out_gradient, const float* input,
                               float* gradient, std::int64_t task) {
  static constexpr std::array kRows{kernel_row<1>, kernel_row<2>, kernel_row<3>,
                                    kernel_row<4>, kernel_row<5>, kernel_row<6>};
  const auto block = task / shape.kernel;
  const auto all = shape.channels / kLanes;
  const auto begin = all * block / blocks(shape);
  const auto end = all * (block + 1) / blocks(shape);
  kRows.at(static_cast<std::size_t>(end - begin - 1))(shape, out_gradient, input, gradient,
                                                      task % shape.kernel, begin * kLanes);
}

}  // namespace unseen
