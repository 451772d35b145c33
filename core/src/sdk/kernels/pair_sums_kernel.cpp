#include "sdk/kernels/pair_sums_kernel.hpp"

namespace unseen {
namespace {

/// As many sums side by side: without them each addition would wait for the one before.
constexpr std::int64_t kLanes = 16;

/// Over pair(i), which gives x and y at i.
template <class Pair>
[[gnu::always_inline]] inline Products summed(std::int64_t count, const Pair& pair) {
  double xx[kLanes]{}, xy[kLanes]{}, yy[kLanes]{};
  const auto add = [&](std::int64_t i, std::int64_t lane) __attribute__((always_inline)) {
    const auto [x, y] = pair(i);
    xx[lane] += static_cast<double>(x) * x;
    xy[lane] += static_cast<double>(x) * y;
    yy[lane] += static_cast<double>(y) * y;
  };
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::int64_t lane = 0; lane < kLanes; ++lane) add(i + lane, lane);
  }
  for (; i < count; ++i) add(i, 0);
  Products sums;
  for (std::int64_t lane = 0; lane < kLanes; ++lane) {
    sums.xx += xx[lane];
    sums.xy += xy[lane];
    sums.yy += yy[lane];
  }
  return sums;
}

template <class Number>
struct Two {
  Number x, y;
};

template <class Number>
[[gnu::always_inline]] inline Products mix(std::int64_t count, Number a, const Number* x, Number b,
                                           Number* y) {
  return summed(
      count, [=](std::int64_t i) __attribute__((always_inline)) {
        y[i] = a * x[i] + b * y[i];
        return Two<Number>{x[i], y[i]};
      });
}

template <class Number>
[[gnu::always_inline]] inline Products of_way(std::int64_t count, const Number* from, const Number* to,
                                              const Number* y) {
  return summed(
      count, [=](std::int64_t i) __attribute__((always_inline)) {
        return Two<Number>{to[i] - from[i], y[i]};
      });
}

template <class Number>
[[gnu::always_inline]] inline double squares(std::int64_t count, const Number* x) {
  // The products that nobody reads are not computed.
  return summed(
             count,
             [=](std::int64_t i) __attribute__((always_inline)) {
               return Two<Number>{x[i], 0};
             })
      .xx;
}

#if defined(__x86_64__)
template <class Number>
[[gnu::target("avx2,fma")]] Products mix_avx2(std::int64_t count, Number a, const Number* x, Number b,
                                              Number* y) {
  return mix(count, a, x, b, y);
}

template <class Number>
[[gnu::target("avx2,fma")]] Products of_way_avx2(std::int64_t count, const Number* from, const Number* to,
                                                 const Number* y) {
  return of_way(count, from, to, y);
}

template <class Number>
[[gnu::target("avx2,fma")]] double squares_avx2(std::int64_t count, const Number* x) {
  return squares(count, x);
}

bool has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
#endif

}  // namespace

template <class Number>
Products mix_numbers(std::int64_t count, double a, const Number* x, double b, Number* y) {
#if defined(__x86_64__)
  if (has_avx2()) return mix_avx2(count, static_cast<Number>(a), x, static_cast<Number>(b), y);
#endif
  return mix(count, static_cast<Number>(a), x, static_cast<Number>(b), y);
}

template <class Number>
Products products_of_way(std::int64_t count, const Number* from, const Number* to, const Number* y) {
#if defined(__x86_64__)
  if (has_avx2()) return of_way_avx2(count, from, to, y);
#endif
  return of_way(count, from, to, y);
}

template <class Number>
double sum_of_squares(std::int64_t count, const Number* x) {
#if defined(__x86_64__)
  if (has_avx2()) return squares_avx2(count, x);
#endif
  return squares(count, x);
}

template Products mix_numbers(std::int64_t, double, const float*, double, float*);
template Products mix_numbers(std::int64_t, double, const double*, double, double*);
template Products products_of_way(std::int64_t, const float*, const float*, const float*);
template Products products_of_way(std::int64_t, const double*, const double*, const double*);
template double sum_of_squares(std::int64_t, const float*);
template double sum_of_squares(std::int64_t, const double*);

}  // namespace unseen
