#include <algorithm>
#include <cmath>

#include <unseen/pixels.hpp>

#include "sdk/kernels/fastest.hpp"

namespace unseen {
namespace {

constexpr int kChunk = 64;  // pixels

/// `condition ? yes : no` without a branch, which would keep the loop from becoming vectors.
[[gnu::always_inline]] inline int choose(bool condition, int yes, int no) {
  return no ^ ((yes ^ no) & -static_cast<int>(condition));
}

/// numerator / x, rounded: exact in float32 for the two quotients below.
[[gnu::always_inline]] inline int quotient(float numerator, int x) {
  return (static_cast<int>(2 * numerator / static_cast<float>(std::max(x, 1))) + 1) >> 1;
}

/// `away`: how far the hue is from where the channel has all of the value; from 1 on, it has least.
[[gnu::always_inline]] inline std::uint8_t level(float value, float saturation, float away) {
  const auto share = std::min(std::max(away, 0.0F), 1.0F);
  return static_cast<std::uint8_t>(static_cast<int>(value * std::fma(-saturation, share, 1.0F) * 255.0F));
}

/// Value v, saturation and hue in OpenCV's fixed point of 12 bits; then back in float32, with the fused
/// operations that OpenCV's form for AVX2 has.
[[gnu::always_inline]] inline void shift_planes(std::uint8_t* red, std::uint8_t* green, std::uint8_t* blue,
                                                HsvShift by) {
  const auto grey_too = -static_cast<int>(!by.keeps_grey);
  for (int i = 0; i < kChunk; ++i) {
    const int r = red[i], g = green[i], b = blue[i];
    const auto v = std::max(r, std::max(g, b)), spread = v - std::min(r, std::min(g, b));
    const auto s = (spread * quotient(255 << 12, v) + (1 << 11)) >> 12;
    const auto sixths = choose(v == r, g - b, choose(v == g, b - r + 2 * spread, r - g + 4 * spread));
    const auto angle = (sixths * quotient(30 << 12, spread) + (1 << 11)) >> 12;  // -30..150

    const auto turned = angle + choose(angle < 0, 180, 0) + by.hue;
    const auto hue = static_cast<float>(turned - choose(turned >= 180, 180, 0)) * (6.0F / 180);
    const auto shifted = std::clamp(s + by.saturation, 0, 255) & (grey_too | -static_cast<int>(s != 0));
    const auto saturation = static_cast<float>(shifted) * (1.0F / 255);
    const auto value = static_cast<float>(std::clamp(v + by.value, 0, 255)) * (1.0F / 255);
    red[i] = level(value, saturation, std::min(hue - 1, 5 - hue));
    green[i] = level(value, saturation, std::max(1 - hue, hue - 3));
    blue[i] = level(value, saturation, std::max(3 - hue, hue - 5));
  }
}

[[gnu::always_inline]] inline void split(const std::uint8_t* rgb, int count, std::uint8_t* red,
                                         std::uint8_t* green, std::uint8_t* blue) {
  for (int i = 0; i < count; ++i) {
    red[i] = rgb[3 * i];
    green[i] = rgb[3 * i + 1];
    blue[i] = rgb[3 * i + 2];
  }
}

[[gnu::always_inline]] inline void join(const std::uint8_t* red, const std::uint8_t* green,
                                        const std::uint8_t* blue, int count, std::uint8_t* rgb) {
  for (int i = 0; i < count; ++i) {
    rgb[3 * i] = red[i];
    rgb[3 * i + 1] = green[i];
    rgb[3 * i + 2] = blue[i];
  }
}

[[gnu::always_inline]] inline void shift_row(std::uint8_t* row, int width, HsvShift by) {
  std::uint8_t red[kChunk]{}, green[kChunk]{}, blue[kChunk]{};
  for (int x = 0; x < width; x += kChunk) {
    const auto count = std::min(kChunk, width - x);
    split(row + 3 * x, count, red, green, blue);
    shift_planes(red, green, blue, by);
    join(red, green, blue, count, row + 3 * x);
  }
}

}  // namespace

void shift_hsv(const Pixels& rgb, const HsvShift& shift) {
  auto by = shift;
  by.hue = (by.hue % 180 + 180) % 180;
  for (int y = 0; y < rgb.height; ++y) fastest<shift_row>(rgb.row(y), rgb.width, by);
}

}  // namespace unseen
