#include "metrics/paired_t.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include <unseen/error.hpp>

namespace unseen {

PairedT paired_t(std::span<const double> differences) {
  if (differences.empty()) throw Error{"a paired test needs differences, found none"};
  const auto n = static_cast<double>(differences.size());
  PairedT result{
      differences.size(), std::accumulate(differences.begin(), differences.end(), 0.0) / n, {}, {}, {}, {}};
  if (differences.size() < 2) return result;
  double squares = 0.0;
  for (const auto value : differences) squares += (value - result.mean) * (value - result.mean);
  result.sd = std::sqrt(squares / (n - 1.0));
  const auto error = *result.sd / std::sqrt(n);
  if (error == 0.0) {
    if (result.mean == 0.0) result.p = 1.0;
    return result;
  }
  const boost::math::students_t distribution{n - 1.0};
  result.t = result.mean / error;
  result.p = 2.0 * boost::math::cdf(boost::math::complement(distribution, std::abs(*result.t)));
  const auto reach = boost::math::quantile(boost::math::complement(distribution, 0.025)) * error;
  result.interval = Interval{result.mean - reach, result.mean + reach};
  return result;
}

}  // namespace unseen
