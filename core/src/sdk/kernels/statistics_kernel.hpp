#pragma once

#include <cstdint>

namespace unseen {

/// The upper half of a float.
struct BFloat16 {
  std::uint16_t bits;
};

/// Features (n, pixels, channels); kernels for a CPU read them as they lie in channels_last. A delta has one
/// row of channels for all instances, or one each.
struct FeatureMap {
  std::int64_t n, pixels, channels, delta_rows;
};

/// What the statistics of an instance and channel are taken with.
struct StatisticsRule {
  double eps;               ///< under the root
  std::int64_t correction;  ///< var = sum / (pixels - correction)
  bool attached;            ///< the gradient goes through mean and sigma too
  bool at_zero = false;     ///< the deltas are zero: f' is f, and is not written
};

/// The number that a kernel computes and keeps statistics in, for features of an element type.
template <class Element>
struct Computed {
  using Type = float;
};
template <>
struct Computed<double> {
  using Type = double;
};

/// f' = f + d_mean + (f - mean) / sigma * d_sigma of instance `i`, and its mean and sigma; bit for bit f
/// where the deltas are zero. Sums are taken in float64. Instances may be taken in any order, side by side,
/// with the same bits. Instantiated for float, double and BFloat16.
template <class Element, class Number = typename Computed<Element>::Type>
void perturb_instance(const FeatureMap& map, const StatisticsRule& rule, std::int64_t i, const Element* f,
                      const Number* d_mean, const Number* d_sigma, Element* out, Number* mean, Number* sigma);

/// From the gradient by f' of instance `i`: its gradients by d_mean and d_sigma, and, unless `by_f` is null,
/// by f.
template <class Element, class Number = typename Computed<Element>::Type>
void perturb_instance_backward(const FeatureMap& map, const StatisticsRule& rule, std::int64_t i,
                               const Element* gradient, const Element* f, const Number* d_sigma,
                               const Number* mean, const Number* sigma, Number* by_mean, Number* by_sigma,
                               Element* by_f);

}  // namespace unseen
