#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "metrics/delong.hpp"

namespace unseen {

/// Student's paired test of differences: whether their mean could be zero.
struct PairedT {
  std::size_t n = 0;
  double mean = 0.0;
  std::optional<double> sd;          ///< sample SD (n - 1); from two differences on
  std::optional<double> t;           ///< none where they do not vary
  std::optional<double> p;           ///< two-sided, n - 1 degrees of freedom; 1 where all are 0
  std::optional<Interval> interval;  ///< 95 % of the mean
};

/// Error without differences.
PairedT paired_t(std::span<const double> differences);

}  // namespace unseen
