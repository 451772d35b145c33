#pragma once

#include <vector>

#include <unseen/random.hpp>

namespace unseen {

/// Scores on a coarse grid, so that many tie; both classes are present.
struct RandomScores {
  std::vector<double> scores;
  std::vector<int> labels;

  RandomScores(Random& random, std::int64_t most) {
    const auto count = random.integer(2, most);
    for (std::int64_t i = 0; i < count; ++i) {
      labels.push_back(i < 2 ? static_cast<int>(i) : static_cast<int>(random.integer(0, 1)));
      scores.push_back(static_cast<double>(random.integer(0, 10)) / 10.0);
    }
  }
};

}  // namespace unseen
