#pragma once

#include <span>

namespace unseen {

/// The share of scores on their label's side of the threshold; a score equal to it counts as fake.
/// InputError without scores.
double accuracy(std::span<const double> scores, std::span<const int> labels, double threshold = 0.5);

}  // namespace unseen
