#include "metrics/binary_scores.hpp"

#include <fmt/format.h>

#include <cmath>

#include <unseen/error.hpp>

namespace unseen {
namespace {

/// A network gives no number once its weights have grown beyond all bounds.
constexpr const char* kDiverged =
    ": the weights diverged; lower optimizer.lr or set optimizer.clip_norm (`unseen show RUN` names bad "
    "steps)";

}  // namespace

ClassCounts count_classes(std::span<const double> scores, std::span<const int> labels) {
  if (scores.size() != labels.size()) {
    throw Error{fmt::format("as many scores as labels wanted, found {} scores and {} labels", scores.size(),
                            labels.size())};
  }
  ClassCounts counts;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!std::isfinite(scores[i])) {
      throw Error{fmt::format("score {} of {} is {}, a finite P(fake) wanted{}", i + 1, scores.size(),
                              scores[i], kDiverged)};
    }
    if (labels[i] != 0 && labels[i] != 1) {
      throw Error{
          fmt::format("label {} of {} is {}; 0 (real) or 1 (fake) wanted", i + 1, labels.size(), labels[i])};
    }
    ++(labels[i] == 1 ? counts.fake : counts.real);
  }
  return counts;
}

ClassCounts require_both_classes(std::span<const double> scores, std::span<const int> labels,
                                 std::string_view measure) {
  const auto counts = count_classes(scores, labels);
  if (scores.empty()) throw InputError{fmt::format("{} is undefined: nothing was scored", measure)};
  if (counts.real == 0 || counts.fake == 0) {
    throw InputError{fmt::format(
        "{0} is undefined: no {1} among {2} scores, all are {3}; add {1} videos to the data set, or see why "
        "they were left out",
        measure, counts.fake == 0 ? "fake" : "real", scores.size(), counts.fake == 0 ? "real" : "fake")};
  }
  return counts;
}

void require_probabilities(std::span<const double> scores) {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!(scores[i] >= 0.0 && scores[i] <= 1.0)) {
      throw Error{fmt::format("score {} of {} is {}; a probability in [0, 1] wanted{}", i + 1, scores.size(),
                              scores[i], std::isfinite(scores[i]) ? "" : kDiverged)};
    }
  }
}

}  // namespace unseen
