#include "training/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace unseen {

double learning_rate(const OptimizerConfig& config, std::int64_t epoch, std::int64_t epochs) {
  const auto at = static_cast<double>(epoch);
  const auto all = static_cast<double>(epochs);
  if (config.schedule == "cosine") return config.lr / 2 * (1 + std::cos(std::numbers::pi * at / all));
  if (config.schedule == "step") {
    const auto steps = epoch / config.step_epochs;
    return config.lr * std::pow(config.step_factor, static_cast<double>(steps));
  }
  if (config.schedule == "linear_tail") {
    const auto start = std::floor(all * (1 - config.tail));
    return at < start ? config.lr : config.lr * std::clamp((all - at) / (all - start), 0.0, 1.0);
  }
  return config.lr;
}

}  // namespace unseen
