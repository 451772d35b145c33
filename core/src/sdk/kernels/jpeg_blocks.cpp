#include "sdk/kernels/jpeg_blocks.hpp"

#include <algorithm>

#include "sdk/kernels/fastest.hpp"

namespace unseen {
namespace {

// The transform of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) in integers, rounded where libjpeg's
// accurate form rounds: results are its own, bit for bit. Value i of block b lies at i * kJpegBlocks + b, so
// that loops over blocks become vectors.
constexpr int kValues = 64 * kJpegBlocks;
constexpr int kFraction = 13;  // bits

constexpr int fixed(double x) { return (static_cast<int>(x * (2 << kFraction)) + 1) / 2; }

constexpr std::array<std::uint8_t, 64> kLuma{
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,  //
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,  //
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,  //
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr std::array<std::uint8_t, 64> kChroma{
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,  //
    24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,  //
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,  //
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

JpegSteps scaled(const std::array<std::uint8_t, 64>& table, int quality) {
  const auto percent = quality < 50 ? 5000 / std::max(quality, 1) : 200 - 2 * quality;
  JpegSteps steps;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto size = std::clamp((table[i] * percent + 50) / 100, 1, 255);
    steps[i] = {size, 1.0F / static_cast<float>(8 * size)};
  }
  return steps;
}

[[gnu::always_inline]] inline int rounded(int x, int bits) { return (x + (1 << (bits - 1))) >> bits; }

struct Four {
  int a, b, c, d;
};

/// The rotations of the odd half, the same in both directions.
[[gnu::always_inline]] inline Four odd_half(int a, int b, int c, int d) {
  const auto all = (a + b + c + d) * fixed(1.175875602);
  const auto ac = all - (a + c) * fixed(1.961570560), bd = all - (b + d) * fixed(0.390180644);
  const auto ad = (a + d) * fixed(0.899976223), bc = (b + c) * fixed(2.562915447);
  return {a * fixed(0.298631336) - ad + ac, b * fixed(2.053119869) - bc + bd,
          c * fixed(3.072711026) - bc + ac, d * fixed(1.501321110) - ad + bd};
}

struct Two {
  int a, b;
};

/// The rotation of the even half, the same in both directions.
[[gnu::always_inline]] inline Two even_half(int a, int b) {
  const auto both = (a + b) * fixed(0.541196100);
  return {both + a * fixed(0.765366865), both - b * fixed(1.847759065)};
}

/// Eight samples of each block, `apart` values from each other, become coefficients.
template <int bits>
[[gnu::always_inline]] inline void forward(int* values, int apart) {
  for (int b = 0; b < kJpegBlocks; ++b) {
    auto* at = values + b;
    const auto n = apart * kJpegBlocks;
    const auto odd =
        odd_half(at[3 * n] - at[4 * n], at[2 * n] - at[5 * n], at[n] - at[6 * n], at[0] - at[7 * n]);
    const auto s0 = at[0] + at[7 * n], s1 = at[n] + at[6 * n];
    const auto s2 = at[2 * n] + at[5 * n], s3 = at[3 * n] + at[4 * n];
    const auto even = even_half(s0 - s3, s1 - s2);
    at[0] = rounded((s0 + s3 + s1 + s2) * (1 << kFraction), bits);
    at[n] = rounded(odd.d, bits);
    at[2 * n] = rounded(even.a, bits);
    at[3 * n] = rounded(odd.c, bits);
    at[4 * n] = rounded((s0 + s3 - s1 - s2) * (1 << kFraction), bits);
    at[5 * n] = rounded(odd.b, bits);
    at[6 * n] = rounded(even.b, bits);
    at[7 * n] = rounded(odd.a, bits);
  }
}

/// And back.
template <int bits>
[[gnu::always_inline]] inline void inverse(int* values, int apart) {
  for (int b = 0; b < kJpegBlocks; ++b) {
    auto* at = values + b;
    const auto n = apart * kJpegBlocks;
    const auto odd = odd_half(at[7 * n], at[5 * n], at[3 * n], at[n]);
    const auto even = even_half(at[2 * n], at[6 * n]);
    const auto sum = (at[0] + at[4 * n]) * (1 << kFraction),
               difference = (at[0] - at[4 * n]) * (1 << kFraction);
    const auto e0 = sum + even.a, e3 = sum - even.a, e1 = difference + even.b, e2 = difference - even.b;
    at[0] = rounded(e0 + odd.d, bits);
    at[n] = rounded(e1 + odd.c, bits);
    at[2 * n] = rounded(e2 + odd.b, bits);
    at[3 * n] = rounded(e3 + odd.a, bits);
    at[4 * n] = rounded(e3 - odd.a, bits);
    at[5 * n] = rounded(e2 - odd.b, bits);
    at[6 * n] = rounded(e1 - odd.c, bits);
    at[7 * n] = rounded(e0 - odd.d, bits);
  }
}

[[gnu::always_inline]] inline void to_coefficients(int* values) {
  for (int y = 0; y < 8; ++y) forward<kFraction - 2>(values + y * 8 * kJpegBlocks, 1);
  for (int x = 0; x < 8; ++x) forward<kFraction + 2>(values + x * kJpegBlocks, 8);
}

[[gnu::always_inline]] inline void to_samples(int* values) {
  for (int x = 0; x < 8; ++x) inverse<kFraction - 2>(values + x * kJpegBlocks, 8);
  for (int y = 0; y < 8; ++y) inverse<kFraction + 5>(values + y * 8 * kJpegBlocks, 1);
}

/// To the nearest step, halves away from zero. The half in float32 keeps exact quotients clear of rounding.
/// `blocks` comes as an argument: of a number that it knows, g++ 12 unrolls the loop and makes no vectors.
[[gnu::always_inline]] inline void quantise(int* values, int blocks, const JpegStep* steps) {
  for (int i = 0; i < 64; ++i) {
    const auto step = steps[i];
    for (int b = 0; b < blocks; ++b) {
      auto& value = values[i * kJpegBlocks + b];
      const auto sign = value >> 31, size = (value ^ sign) - sign;
      const auto count = static_cast<int>((static_cast<float>(size + 4 * step.size) + 0.5F) * step.per_step);
      value = ((count * step.size) ^ sign) - sign;
    }
  }
}

[[gnu::always_inline]] inline void load(const std::uint8_t* samples, std::ptrdiff_t stride, int* values) {
  for (int y = 0; y < 8; ++y) {
    for (int b = 0; b < kJpegBlocks; ++b) {
      for (int x = 0; x < 8; ++x)
        values[(y * 8 + x) * kJpegBlocks + b] = samples[y * stride + b * 8 + x] - 128;
    }
  }
}

[[gnu::always_inline]] inline void store(const int* values, std::uint8_t* samples, std::ptrdiff_t stride) {
  for (int y = 0; y < 8; ++y) {
    for (int b = 0; b < kJpegBlocks; ++b) {
      for (int x = 0; x < 8; ++x) {
        const auto value = values[(y * 8 + x) * kJpegBlocks + b] + 128;
        samples[y * stride + b * 8 + x] = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
      }
    }
  }
}

}  // namespace

JpegSteps luma_steps(int quality) { return scaled(kLuma, quality); }
JpegSteps chroma_steps(int quality) { return scaled(kChroma, quality); }

// Each part a function of its own: in one, g++ 12 unrolls all of it and makes no vectors.
void quantise_blocks(std::uint8_t* samples, std::ptrdiff_t stride, int blocks, const JpegSteps& steps) {
  alignas(64) int values[kValues];
  fastest<load>(samples, stride, values);
  fastest<to_coefficients>(values);
  fastest<quantise>(values, blocks, steps.data());
  fastest<to_samples>(values);
  fastest<store>(values, samples, stride);
}

}  // namespace unseen
