#pragma once

#include <cstdint>

namespace unseen {

/// Inner products of x and y, in float64.
struct Products {
  double xx = 0, xy = 0, yy = 0;
};

/// y becomes a * x + b * y; the products of x and the new y. Instantiated for float and double.
template <class Number>
Products mix_numbers(std::int64_t count, double a, const Number* x, double b, Number* y);

/// The products of x = to - from, which is not kept, and y.
template <class Number>
Products products_of_way(std::int64_t count, const Number* from, const Number* to, const Number* y);

/// The inner product of x with itself.
template <class Number>
double sum_of_squares(std::int64_t count, const Number* x);

}  // namespace unseen
