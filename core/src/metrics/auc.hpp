#pragma once

#include <span>
#include <vector>

namespace unseen {

/// Ranks from 1 in ascending order; equal values share the mean of their ranks. No NaN.
std::vector<double> midranks(std::span<const double> values);

/// Area under the ROC curve: the chance that a fake scores above a real one, a tie counting half; in [0, 1].
/// InputError with one class only.
double auc(std::span<const double> scores, std::span<const int> labels);

}  // namespace unseen
