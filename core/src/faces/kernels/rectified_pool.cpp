#include "faces/kernels/rectified_pool.hpp"

#include <algorithm>
#include <vector>

#include "sdk/kernels/fastest.hpp"

namespace unseen {
namespace {

/// Down the columns of up to `rows` rows, `count` floats each.
[[gnu::always_inline]] inline void column_maxima(const float* in, int rows, int count, const float* slopes,
                                                 float* maxima) {
  for (int i = 0; i < count; ++i) maxima[i] = in[i] > 0 ? in[i] : in[i] * slopes[i];
  for (int row = 1; row < rows; ++row) {
    in += count;
    for (int i = 0; i < count; ++i) {
      const auto value = in[i] > 0 ? in[i] : in[i] * slopes[i];
      maxima[i] = std::max(maxima[i], value);
    }
  }
}

[[gnu::always_inline]] inline void window_maxima(const float* maxima, int width, int channels, int side,
                                                 float* out) {
  for (int x = 0; x < pooled_length(width, side); ++x, out += channels) {
    const auto* window = maxima + 2 * x * channels;
    std::copy_n(window, channels, out);
    for (int i = 1; i < std::min(side, width - 2 * x); ++i) {
      window += channels;
      for (int c = 0; c < channels; ++c) out[c] = std::max(out[c], window[c]);
    }
  }
}

/// As many slopes as a row has numbers.
std::vector<float> slopes_of_row(int width, int channels, const float* slopes) {
  std::vector<float> row;
  row.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(channels));
  for (int x = 0; x < width; ++x) row.insert(row.end(), slopes, slopes + channels);
  return row;
}

}  // namespace

void rectify(float* values, int height, int width, int channels, const float* slopes) {
  const auto row_slopes = slopes_of_row(width, channels, slopes);
  const auto count = width * channels;
  for (int y = 0; y < height; ++y, values += count)
    fastest<column_maxima>(static_cast<const float*>(values), 1, count, row_slopes.data(), values);
}

void rectified_pool(const FeatureMap& in, const float* slopes, int side, float* out) {
  const auto count = in.width * in.channels;
  const auto row_slopes = slopes_of_row(in.width, in.channels, slopes);
  std::vector<float> maxima(static_cast<std::size_t>(count));
  for (int y = 0; y < pooled_length(in.height, side); ++y) {
    const auto rows = std::min(side, in.height - 2 * y);
    const auto* first = in.values + static_cast<std::ptrdiff_t>(2 * y) * count;
    fastest<column_maxima>(first, rows, count, row_slopes.data(), maxima.data());
    fastest<window_maxima>(maxima.data(), in.width, in.channels, side, out);
    out += pooled_length(in.width, side) * in.channels;
  }
}

}  // namespace unseen
