#include "sdk/kernels/jpeg_colour.hpp"

#include <algorithm>

#include "sdk/kernels/fastest.hpp"

namespace unseen {
namespace {

constexpr int kOne = 1 << 16, kHalf = kOne / 2;

constexpr int fixed16(double x) { return (static_cast<int>(x * 2 * kOne) + 1) / 2; }

[[gnu::always_inline]] inline std::uint8_t byte(int x) { return static_cast<std::uint8_t>(x); }

[[gnu::always_inline]] inline void split(const std::uint8_t* bgr, int count, std::uint8_t* luma,
                                         std::uint8_t* blue, std::uint8_t* red) {
  constexpr auto kMiddle = 128 * kOne + kHalf - 1;
  for (int i = 0; i < count; ++i) {
    const int b = bgr[3 * i], g = bgr[3 * i + 1], r = bgr[3 * i + 2];
    luma[i] = byte((fixed16(0.299) * r + fixed16(0.587) * g + fixed16(0.114) * b + kHalf) >> 16);
    blue[i] = byte((kHalf * b - fixed16(0.16874) * r - fixed16(0.33126) * g + kMiddle) >> 16);
    red[i] = byte((kHalf * r - fixed16(0.41869) * g - fixed16(0.08131) * b + kMiddle) >> 16);
  }
}

[[gnu::always_inline]] inline void join(const std::uint8_t* luma, const std::uint8_t* blue,
                                        const std::uint8_t* red, int count, std::uint8_t* bgr) {
  for (int i = 0; i < count; ++i) {
    const int y = luma[i], u = blue[i] - 128, v = red[i] - 128;
    const auto b = y + ((fixed16(1.772) * u + kHalf) >> 16);
    const auto g = y + ((kHalf - fixed16(0.34414) * u - fixed16(0.71414) * v) >> 16);
    const auto r = y + ((fixed16(1.402) * v + kHalf) >> 16);
    bgr[3 * i] = byte(std::clamp(b, 0, 255));
    bgr[3 * i + 1] = byte(std::clamp(g, 0, 255));
    bgr[3 * i + 2] = byte(std::clamp(r, 0, 255));
  }
}

[[gnu::always_inline]] inline void halve(const std::uint8_t* upper, const std::uint8_t* lower, int count,
                                         std::uint8_t* means) {
  for (int x = 0; x < count; ++x) {
    const auto sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
    means[x] = byte((sum + 1 + (x & 1)) >> 2);
  }
}

[[gnu::always_inline]] inline void widen(const std::uint8_t* near, const std::uint8_t* far, int count,
                                         std::int16_t* work, std::uint8_t* wide) {
  auto* sums = work + 1;
  for (int x = 0; x < count; ++x) sums[x] = static_cast<std::int16_t>(3 * near[x] + far[x]);
  sums[-1] = sums[0];
  sums[count] = sums[count - 1];
  for (int x = 0; x < count; ++x) {
    wide[2 * x] = byte((3 * sums[x] + sums[x - 1] + 8) >> 4);
    wide[2 * x + 1] = byte((3 * sums[x] + sums[x + 1] + 7) >> 4);
  }
}

}  // namespace

void split_bgr(const std::uint8_t* bgr, int count, std::uint8_t* luma, std::uint8_t* blue,
               std::uint8_t* red) {
  fastest<split>(bgr, count, luma, blue, red);
}

void join_bgr(const std::uint8_t* luma, const std::uint8_t* blue, const std::uint8_t* red, int count,
              std::uint8_t* bgr) {
  fastest<join>(luma, blue, red, count, bgr);
}

void halve_rows(const std::uint8_t* upper, const std::uint8_t* lower, int count, std::uint8_t* means) {
  fastest<halve>(upper, lower, count, means);
}

void widen_row(const std::uint8_t* near, const std::uint8_t* far, int count, std::int16_t* work,
               std::uint8_t* wide) {
  fastest<widen>(near, far, count, work, wide);
}

}  // namespace unseen
