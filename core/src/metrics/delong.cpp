#include "metrics/delong.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include <unseen/error.hpp>

#include "metrics/auc.hpp"
#include "metrics/binary_scores.hpp"

namespace unseen {
namespace {

constexpr double kNormal975 = 1.959963984540054;  // the normal distribution's 97.5 % point
constexpr double kTail = 0.025;
// What rounding can leave of the variance of equal numbers below 1; true ones are larger up to 10^6 videos a
// class.
constexpr double kRounding = 1e-28;

/// Of each fake the share of reals that it beats, of each real the share of fakes that beat it: both average
/// to the AUC.
struct Placements {
  std::vector<double> fakes, reals;
};

std::vector<double> scores_of(int wanted, std::span<const double> scores, std::span<const int> labels) {
  std::vector<double> chosen;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (labels[i] == wanted) chosen.push_back(scores[i]);
  }
  return chosen;
}

Placements placements(std::span<const double> scores, std::span<const int> labels) {
  const auto all = midranks(scores);
  const auto fakes = midranks(scores_of(1, scores, labels));
  const auto reals = midranks(scores_of(0, scores, labels));
  Placements result;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (labels[i] == 1) {
      const auto below = all[i] - fakes[result.fakes.size()];
      result.fakes.push_back(below / static_cast<double>(reals.size()));
    } else {
      const auto below = all[i] - reals[result.reals.size()];
      result.reals.push_back(1.0 - below / static_cast<double>(fakes.size()));
    }
  }
  return result;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The covariance of two means: sample covariance (n - 1) over n.
double covariance_of_means(const std::vector<double>& left, const std::vector<double>& right) {
  const auto left_mean = mean(left), right_mean = mean(right);
  double sum = 0.0;
  for (std::size_t i = 0; i < left.size(); ++i) sum += (left[i] - left_mean) * (right[i] - right_mean);
  const auto n = static_cast<double>(left.size());
  return sum / (n - 1.0) / n;
}

double covariance(const Placements& left, const Placements& right) {
  return covariance_of_means(left.fakes, right.fakes) + covariance_of_means(left.reals, right.reals);
}

Placements difference(Placements left, const Placements& right) {
  std::transform(left.fakes.begin(), left.fakes.end(), right.fakes.begin(), left.fakes.begin(),
                 std::minus<>{});
  std::transform(left.reals.begin(), left.reals.end(), right.reals.begin(), left.reals.begin(),
                 std::minus<>{});
  return left;
}

Interval wilson_interval(double share, double trials) {
  const auto square = kNormal975 * kNormal975 / trials;
  const auto half = std::sqrt(square * (share * (1.0 - share) + square / 4.0));
  return {(share + square / 2.0 - half) / (1.0 + square), (share + square / 2.0 + half) / (1.0 + square)};
}

Interval interval_by_pairs(double auc, double pairs) {
  if (auc == 1.0) return {std::pow(kTail, 1.0 / pairs), 1.0};
  if (auc == 0.0) return {0.0, 1.0 - std::pow(kTail, 1.0 / pairs)};
  return wilson_interval(auc, pairs);
}

Interval interval_by_logit(double auc, double variance) {
  const auto logit = std::log(auc / (1.0 - auc));
  const auto half = kNormal975 * std::sqrt(variance) / (auc * (1.0 - auc));
  return {1.0 / (1.0 + std::exp(half - logit)), 1.0 / (1.0 + std::exp(-half - logit))};
}

}  // namespace

AucEstimate estimate_auc(std::span<const double> scores, std::span<const int> labels) {
  const auto counts = require_both_classes(scores, labels, "the AUC");
  const auto smaller = std::min(counts.real, counts.fake);
  AucEstimate estimate{auc(scores, labels), {}, {}};
  if (smaller > 1) {
    const auto shares = placements(scores, labels);
    estimate.variance = covariance(shares, shares);
  }
  const auto usable = estimate.auc > 0.0 && estimate.auc < 1.0 && estimate.variance.value_or(0.0) > kRounding;
  estimate.interval = usable ? interval_by_logit(estimate.auc, *estimate.variance)
                             : interval_by_pairs(estimate.auc, static_cast<double>(smaller));
  return estimate;
}

AucComparison compare_aucs(std::span<const double> first, std::span<const double> second,
                           std::span<const int> labels) {
  const auto counts = require_both_classes(first, labels, "the comparison of AUCs");
  require_both_classes(second, labels, "the comparison of AUCs");
  if (std::min(counts.real, counts.fake) < 2) {
    throw InputError{
        fmt::format("two AUCs are compared on two videos a class or more, found {} real and {} fake",
                    counts.real, counts.fake)};
  }
  const auto left = placements(first, labels), right = placements(second, labels);
  const auto gap = difference(left, right);
  AucComparison result;
  result.first = auc(first, labels);
  result.second = auc(second, labels);
  result.variance_first = covariance(left, left);
  result.variance_second = covariance(right, right);
  result.covariance = covariance(left, right);
  // From the differences themselves: the sum of variances less twice the covariance would cancel to noise.
  const auto variance = covariance(gap, gap);
  if (variance > kRounding) {
    result.z = (result.first - result.second) / std::sqrt(variance);
    result.p = std::erfc(std::abs(*result.z) / std::sqrt(2.0));
  } else if (result.first == result.second) {
    result.p = 1.0;
  }
  return result;
}

}  // namespace unseen
