#include "metrics/log_loss.hpp"

#include <algorithm>
#include <cmath>

#include <unseen/error.hpp>

#include "metrics/binary_scores.hpp"

namespace unseen {

double log_loss(std::span<const double> scores, std::span<const int> labels) {
  count_classes(scores, labels);
  require_probabilities(scores);
  if (scores.empty()) throw InputError{"the log-loss is undefined: nothing was scored"};
  double sum = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto fake = std::clamp(scores[i], kLogLossClip, 1.0 - kLogLossClip);
    sum -= labels[i] == 1 ? std::log(fake) : std::log1p(-fake);
  }
  return sum / static_cast<double>(scores.size());
}

}  // namespace unseen
