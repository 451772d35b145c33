#include "sdk/kernels/statistics_kernel.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace unseen {
namespace {

// Loops over channels, which lie side by side: compilers make vectors of them.

inline float number(float x) { return x; }
inline double number(double x) { return x; }
inline float number(BFloat16 x) { return std::bit_cast<float>(std::uint32_t{x.bits} << 16); }

inline void store(float x, float& to) { to = x; }
inline void store(double x, double& to) { to = x; }
/// To the nearest, halves to even.
inline void store(float x, BFloat16& to) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  const auto rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
  to.bits = static_cast<std::uint16_t>(std::isnan(x) ? (bits >> 16) | 0x40 : rounded);
}

template <class Element, class Number>
[[gnu::always_inline]] inline void forward(const FeatureMap& map, const StatisticsRule& rule, std::int64_t i,
                                           const Element* f, const Number* d_mean, const Number* d_sigma,
                                           Element* out, Number* mean, Number* sigma) {
  const auto channels = map.channels;
  const auto at = i * map.pixels * channels, row = (map.delta_rows == 1 ? 0 : i) * channels;
  std::vector<double> sums(static_cast<std::size_t>(2 * channels));
  auto* sum = sums.data();
  auto* squares = sum + channels;
  const auto count = static_cast<double>(map.pixels);
  // One pass, about the first pixel: its own square is part of the variance, so that the difference below
  // loses no more than a factor of `pixels` of float64.
  const auto* first = f + at;
  for (auto p = at; p < at + map.pixels * channels; p += channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const double away = static_cast<double>(number(f[p + c])) - number(first[c]);
      sum[c] += away;
      squares[c] += away * away;
    }
  }
  std::vector<Number> affine(static_cast<std::size_t>(2 * channels));
  auto* scale = affine.data();
  auto* offset = scale + channels;
  const auto freedom = static_cast<double>(map.pixels - rule.correction);
  for (std::int64_t c = 0; c < channels; ++c) {
    const auto spread = std::max(0.0, squares[c] - sum[c] * sum[c] / count);
    const auto deviation = std::sqrt(spread / freedom + rule.eps);
    const auto k = d_sigma[row + c] / deviation;
    const auto mu = number(first[c]) + sum[c] / count;
    mean[i * channels + c] = static_cast<Number>(mu);
    sigma[i * channels + c] = static_cast<Number>(deviation);
    scale[c] = static_cast<Number>(1 + k);
    offset[c] = static_cast<Number>(d_mean[row + c] - k * mu);
  }
  if (rule.at_zero) return;
  for (auto p = at; p < at + map.pixels * channels; p += channels) {
    for (std::int64_t c = 0; c < channels; ++c) store(number(f[p + c]) * scale[c] + offset[c], out[p + c]);
  }
}

template <class Element, class Number>
[[gnu::always_inline]] inline void backward(const FeatureMap& map, const StatisticsRule& rule, std::int64_t i,
                                            const Element* gradient, const Element* f, const Number* d_sigma,
                                            const Number* mean, const Number* sigma, Number* by_mean,
                                            Number* by_sigma, Element* by_f) {
  const auto channels = map.channels;
  const auto at = i * map.pixels * channels, row = (map.delta_rows == 1 ? 0 : i) * channels;
  mean += i * channels;
  sigma += i * channels;
  std::vector<double> sums(static_cast<std::size_t>(2 * channels));
  auto* sum = sums.data();
  auto* product = sum + channels;
  for (auto p = at; p < at + map.pixels * channels; p += channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const double delta = number(gradient[p + c]);
      sum[c] += delta;
      product[c] += delta * (number(f[p + c]) - mean[c]);
    }
  }
  std::vector<Number> parts(static_cast<std::size_t>(3 * channels));
  auto* of_gradient = parts.data();
  auto* of_f = of_gradient + channels;
  auto* constant = of_f + channels;
  for (std::int64_t c = 0; c < channels; ++c) {
    by_mean[i * channels + c] = static_cast<Number>(sum[c]);
    by_sigma[i * channels + c] = static_cast<Number>(product[c] / sigma[c]);
    const double k = static_cast<double>(d_sigma[row + c]) / sigma[c];
    const auto freedom = static_cast<double>(map.pixels - rule.correction);
    const auto slope =
        rule.attached ? k * product[c] / (static_cast<double>(sigma[c]) * sigma[c] * freedom) : 0;
    const auto shift = rule.attached ? k * sum[c] / static_cast<double>(map.pixels) : 0;
    of_gradient[c] = static_cast<Number>(1 + k);
    of_f[c] = static_cast<Number>(-slope);
    constant[c] = static_cast<Number>(slope * mean[c] - shift);
  }
  if (by_f == nullptr) return;
  for (auto p = at; p < at + map.pixels * channels; p += channels) {
    for (std::int64_t c = 0; c < channels; ++c) {
      store(number(gradient[p + c]) * of_gradient[c] + (number(f[p + c]) * of_f[c] + constant[c]),
            by_f[p + c]);
    }
  }
}

#if defined(__x86_64__)
template <class Element, class Number>
[[gnu::target("avx2,fma")]] void forward_avx2(const FeatureMap& map, const StatisticsRule& rule,
                                              std::int64_t i, const Element* f, const Number* d_mean,
                                              const Number* d_sigma, Element* out, Number* mean,
                                              Number* sigma) {
  forward(map, rule, i, f, d_mean, d_sigma, out, mean, sigma);
}

template <class Element, class Number>
[[gnu::target("avx2,fma")]] void backward_avx2(const FeatureMap& map, const StatisticsRule& rule,
                                               std::int64_t i, const Element* gradient, const Element* f,
                                               const Number* d_sigma, const Number* mean, const Number* sigma,
                                               Number* by_mean, Number* by_sigma, Element* by_f) {
  backward(map, rule, i, gradient, f, d_sigma, mean, sigma, by_mean, by_sigma, by_f);
}

bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#endif

}  // namespace

template <class Element, class Number>
void perturb_instance(const FeatureMap& map, const StatisticsRule& rule, std::int64_t i, const Element* f,
                      const Number* d_mean, const Number* d_sigma, Element* out, Number* mean,
                      Number* sigma) {
#if defined(__x86_64__)
  if (has_avx2()) return forward_avx2(map, rule, i, f, d_mean, d_sigma, out, mean, sigma);
#endif
  forward(map, rule, i, f, d_mean, d_sigma, out, mean, sigma);
}

template <class Element, class Number>
void perturb_instance_backward(const FeatureMap& map, const StatisticsRule& rule, std::int64_t i,
                               const Element* gradient, const Element* f, const Number* d_sigma,
                               const Number* mean, const Number* sigma, Number* by_mean, Number* by_sigma,
                               Element* by_f) {
#if defined(__x86_64__)
  if (has_avx2()) {
    return backward_avx2(map, rule, i, gradient, f, d_sigma, mean, sigma, by_mean, by_sigma, by_f);
  }
#endif
  backward(map, rule, i, gradient, f, d_sigma, mean, sigma, by_mean, by_sigma, by_f);
}

template void perturb_instance(const FeatureMap&, const StatisticsRule&, std::int64_t, const float*,
                               const float*, const float*, float*, float*, float*);
template void perturb_instance(const FeatureMap&, const StatisticsRule&, std::int64_t, const double*,
                               const double*, const double*, double*, double*, double*);
template void perturb_instance(const FeatureMap&, const StatisticsRule&, std::int64_t, const BFloat16*,
                               const float*, const float*, BFloat16*, float*, float*);
template void perturb_instance_backward(const FeatureMap&, const StatisticsRule&, std::int64_t, const float*,
                                        const float*, const float*, const float*, const float*, float*,
                                        float*, float*);
template void perturb_instance_backward(const FeatureMap&, const StatisticsRule&, std::int64_t, const double*,
                                        const double*, const double*, const double*, const double*, double*,
                                        double*, double*);
template void perturb_instance_backward(const FeatureMap&, const StatisticsRule&, std::int64_t,
                                        const BFloat16*, const BFloat16*, const float*, const float*,
                                        const float*, float*, float*, BFloat16*);

}  // namespace unseen
