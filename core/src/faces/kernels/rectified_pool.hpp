#pragma once

namespace unseen {

/// A picture of floats, a pixel's channels side by side.
struct FeatureMap {
  const float* values;
  int height, width, channels;
};

/// How many windows of `side`, two apart, begin within `length`.
constexpr int pooled_length(int length, int side) { return length <= side ? 1 : (length - side + 1) / 2 + 1; }

/// PReLU by a slope a channel, then the maximum over windows of side x side, two apart, the last ones cut at
/// the border: one pass over memory instead of three. `out` holds pooled_length() of height and width. Bits
/// as the two layers give them.
void rectified_pool(const FeatureMap& in, const float* slopes, int side, float* out);

/// PReLU by a slope a channel, in place. Bits as the layer gives them.
void rectify(float* values, int height, int width, int channels, const float* slopes);

}  // namespace unseen
