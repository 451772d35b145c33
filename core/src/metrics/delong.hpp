#pragma once

#include <optional>
#include <span>

namespace unseen {

struct Interval {
  double low;
  double high;
};

struct AucEstimate {
  double auc;
  std::optional<double> variance;  ///< DeLong's; none where a class has a single member
  Interval interval;               ///< 95 %, within [0, 1], never NaN
};

/// The AUC with its sampling variance (DeLong, DeLong, Clarke-Pearson, Biometrics 1988; by ranks as Sun and
/// Xu, IEEE SPL 2014) and a 95 % interval on logit(AUC). InputError with one class only.
///
/// Where that variance is zero or undefined it says nothing, and the interval comes from k = min(reals,
/// fakes) disjoint (real, fake) pairs as trials of a coin instead, which is conservative: at AUC 0 or 1 the
/// exact (Clopper-Pearson) bound, 0.025^(1/k) away from the far end; otherwise (all scores equal, or a class
/// of one) Wilson's interval.
AucEstimate estimate_auc(std::span<const double> scores, std::span<const int> labels);

struct AucComparison {
  double first = 0.0, second = 0.0;  ///< AUC
  double variance_first = 0.0, variance_second = 0.0, covariance = 0.0;
  std::optional<double> z;  ///< none where the difference has no variance
  std::optional<double> p;  ///< two-sided; 1 for equal AUCs; none where unequal ones differ without variance
};

/// DeLong's paired test of two models on the same videos. InputError where a class has fewer than two
/// members.
AucComparison compare_aucs(std::span<const double> first, std::span<const double> second,
                           std::span<const int> labels);

}  // namespace unseen
