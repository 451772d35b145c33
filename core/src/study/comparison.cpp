#include "study/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/binary_scores.hpp"
#include "metrics/bootstrap.hpp"
#include "metrics/log_loss.hpp"

namespace unseen {
namespace {

using Measure = std::function<double(std::span<const double>, std::span<const int>)>;

Measure measure_of(const std::string& metric) {
  if (metric == "video_auc") return [](auto scores, auto labels) { return auc(scores, labels); };
  if (metric == "video_accuracy") return [](auto scores, auto labels) { return accuracy(scores, labels); };
  if (metric == "video_logloss") return [](auto scores, auto labels) { return log_loss(scores, labels); };
  throw InputError{fmt::format(
      "no comparison of \"{}\"; wanted video_auc, video_accuracy or video_logloss{}", metric,
      name_hint(metric, std::vector<std::string>{"video_auc", "video_accuracy", "video_logloss"}))};
}

/// What each video adds to the difference of the pairs' mean metric, for metrics that are means over videos.
std::vector<double> shares(const ComparedTest& test, const Measure& measure) {
  std::vector<double> all(test.labels.size(), 0.0);
  for (const auto& pair : test.pairs) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::span label{&test.labels[i], 1};
      all[i] += measure(std::span{&pair.second[i], 1}, label) - measure(std::span{&pair.first[i], 1}, label);
    }
  }
  for (auto& share : all) share /= static_cast<double>(test.pairs.size());
  return all;
}

Interval bootstrapped(const ComparedTest& test, const ComparisonOptions& options, const Measure& measure) {
  const BootstrapOptions bootstrap{options.seed, options.replicates, 0.95};
  if (options.metric == "video_auc") {
    std::vector<std::vector<double>> first, second;
    for (const auto& pair : test.pairs) {
      first.push_back(pair.first);
      second.push_back(pair.second);
    }
    return bootstrap_mean_auc_difference(second, first, test.labels, bootstrap);
  }
  const auto each = shares(test, measure);
  const auto mean = [&](std::span<const std::uint32_t> counts) {
    double sum = 0.0;
    for (std::size_t i = 0; i < each.size(); ++i) sum += counts[i] * each[i];
    return sum / static_cast<double>(each.size());
  };
  return bootstrap_interval(test.labels, mean, bootstrap);
}

PairComparison compared(const PairScores& pair, const ComparedTest& test, const ComparisonOptions& options,
                        const Measure& measure, bool has_variance) {
  PairComparison result{pair.first_run,
                        pair.second_run,
                        pair.seed,
                        measure(pair.first, test.labels),
                        measure(pair.second, test.labels),
                        {}};
  if (options.metric == "video_auc" && has_variance)
    result.delong = compare_aucs(pair.second, pair.first, test.labels);
  return result;
}

}  // namespace

TestComparison compare(const ComparedTest& test, const ComparisonOptions& options) {
  const auto measure = measure_of(options.metric);
  TestComparison result;
  result.test = test.test;
  for (const auto label : test.labels) ++(label == 1 ? result.fake : result.real);
  if (result.real == 0 || result.fake == 0) {
    throw InputError{
        fmt::format("test {}: nothing can be compared: {} real and {} fake videos have a score in both",
                    test.test, result.real, result.fake)};
  }
  const auto has_variance = std::min(result.real, result.fake) > 1;
  std::vector<double> gaps;
  for (const auto& pair : test.pairs) {
    result.pairs.push_back(compared(pair, test, options, measure, has_variance));
    const auto& last = result.pairs.back();
    gaps.push_back(last.second - last.first);
    result.first += last.first / static_cast<double>(test.pairs.size());
    result.second += last.second / static_cast<double>(test.pairs.size());
  }
  const auto over_pairs = paired_t(gaps);
  result.difference = over_pairs.mean;
  if (gaps.size() > 1) result.over_pairs = over_pairs;
  result.bootstrap = bootstrapped(test, options, measure);
  return result;
}

}  // namespace unseen
