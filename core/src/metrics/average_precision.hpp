#pragma once

#include <span>

#include "metrics/operating_points.hpp"

namespace unseen {

/// The sum over distinct scores, from the highest down, of (recall gained) x (precision there), without
/// interpolation. Fakes are what is looked for; its floor is their share. InputError with one class only.
double average_precision(std::span<const double> scores, std::span<const int> labels);

/// The same of all points of a curve; both classes must be there.
double average_precision(std::span<const OperatingPoint> points);

}  // namespace unseen
