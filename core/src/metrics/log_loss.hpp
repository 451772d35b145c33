#pragma once

#include <span>

namespace unseen {

/// What scores are kept away from 0 and 1 by: the spacing of doubles at 1, 2.2e-16. A result depends on it (a
/// sure and wrong score costs -log of it, 36.04), so numbers from tools that clip elsewhere do not compare.
inline constexpr double kLogLossClip = 0x1p-52;

/// Mean negative log-likelihood in nats. Error where a score is outside [0, 1]; InputError without scores.
double log_loss(std::span<const double> scores, std::span<const int> labels);

}  // namespace unseen
