#pragma once

#include <span>

#include "metrics/operating_points.hpp"

namespace unseen {

/// The error rate where as large a share of the fakes is missed as of the reals is accused: where the ROC
/// curve, drawn with straight lines between the thresholds of all distinct scores, crosses FNR = FPR.
/// InputError with one class only.
double equal_error_rate(std::span<const double> scores, std::span<const int> labels);

/// The same of all points of a curve; both classes must be there.
double equal_error_rate(std::span<const OperatingPoint> points);

}  // namespace unseen
