#include "metrics/accuracy.hpp"

#include <unseen/error.hpp>

#include "metrics/binary_scores.hpp"

namespace unseen {

double accuracy(std::span<const double> scores, std::span<const int> labels, double threshold) {
  count_classes(scores, labels);
  if (scores.empty()) throw InputError{"the accuracy is undefined: nothing was scored"};
  std::size_t right = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) right += (scores[i] >= threshold) == (labels[i] == 1);
  return static_cast<double>(right) / static_cast<double>(scores.size());
}

}  // namespace unseen
