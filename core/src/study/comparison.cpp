#include "study/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "metrics/video_metric.hpp"

namespace unseen {
namespace {

Interval bootstrapped(const ComparedTest& test, const ComparisonOptions& options, const VideoMetric& metric) {
  std::vector<Statistic> first, second;
  for (const auto& pair : test.pairs) {
    first.push_back(metric.counted(pair.first, test.labels));
    second.push_back(metric.counted(pair.second, test.labels));
  }
  return bootstrap_mean_difference(second, first, test.labels, {options.seed, options.replicates, 0.95});
}

PairComparison compared(const PairScores& pair, const ComparedTest& test, const VideoMetric& metric,
                        bool has_variance) {
  PairComparison result{pair.first_run,
                        pair.second_run,
                        pair.seed,
                        metric.value(pair.first, test.labels),
                        metric.value(pair.second, test.labels),
                        {}};
  if (metric.name == "video_auc" && has_variance)
    result.delong = compare_aucs(pair.second, pair.first, test.labels);
  return result;
}

}  // namespace

TestComparison compare(const ComparedTest& test, const ComparisonOptions& options) {
  const auto metric = video_metric(options.metric);
  TestComparison result;
  result.test = test.test;
  result.identity = test.identity;
  result.left_out = test.left_out;
  for (const auto label : test.labels) ++(label == 1 ? result.fake : result.real);
  if (result.real == 0 || result.fake == 0) {
    throw InputError{
        fmt::format("test {}: nothing can be compared: {} real and {} fake videos have a score in both",
                    test.test, result.real, result.fake)};
  }
  const auto has_variance = std::min(result.real, result.fake) > 1;
  std::vector<double> gaps;
  for (const auto& pair : test.pairs) {
    result.pairs.push_back(compared(pair, test, metric, has_variance));
    const auto& last = result.pairs.back();
    gaps.push_back(last.second - last.first);
    result.first += last.first / static_cast<double>(test.pairs.size());
    result.second += last.second / static_cast<double>(test.pairs.size());
  }
  const auto over_pairs = paired_t(gaps);
  result.difference = over_pairs.mean;
  if (gaps.size() > 1) result.over_pairs = over_pairs;
  result.bootstrap = bootstrapped(test, options, metric);
  return result;
}

}  // namespace unseen
