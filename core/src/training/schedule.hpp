#pragma once

#include <cstdint>

#include "experiment/config.hpp"

namespace unseen {

/// The learning rate of an epoch in [0, epochs), as a function of the epoch alone:
/// constant; cosine: lr/2 (1 + cos(pi epoch/epochs)); step: lr step_factor^floor(epoch/step_epochs);
/// linear_tail: lr, and over the last share `tail` of the epochs linearly towards zero (as SBI's code, tail
/// 1/4).
double learning_rate(const OptimizerConfig& config, std::int64_t epoch, std::int64_t epochs);

}  // namespace unseen
