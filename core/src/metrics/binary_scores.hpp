#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace unseen {

/// How many of a set of scores belong to each class. Throughout this room a label is 1 for fake, 0 for real,
/// and a score is P(fake) in double precision.
struct ClassCounts {
  std::size_t real = 0;
  std::size_t fake = 0;
};

/// Error where the lengths differ, a label is neither 0 nor 1, or a score is not finite: a NaN has no rank,
/// and a model that gave one has no result.
ClassCounts count_classes(std::span<const double> scores, std::span<const int> labels);

/// The same, and InputError where a class is absent; `measure` is what cannot be computed then ("AUC").
ClassCounts require_both_classes(std::span<const double> scores, std::span<const int> labels,
                                 std::string_view measure);

/// Error unless every score is a probability, in [0, 1].
void require_probabilities(std::span<const double> scores);

}  // namespace unseen
