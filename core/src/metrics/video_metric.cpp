#include "metrics/video_metric.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/average_precision.hpp"
#include "metrics/counted_auc.hpp"
#include "metrics/counted_points.hpp"
#include "metrics/equal_error_rate.hpp"
#include "metrics/log_loss.hpp"

namespace unseen {
namespace {

using Scores = std::span<const double>;
using Labels = std::span<const int>;

double accuracy_at_half(Scores scores, Labels labels) { return accuracy(scores, labels); }

Statistic counted_auc(Scores scores, Labels labels) { return CountedAuc{scores, labels}; }

/// Of a metric that is a mean over videos.
template <double (*Metric)(Scores, Labels)>
Statistic counted_mean(Scores scores, Labels labels) {
  std::vector<double> each;
  for (std::size_t i = 0; i < scores.size(); ++i)
    each.push_back(Metric(scores.subspan(i, 1), labels.subspan(i, 1)));
  return [each = std::move(each)](std::span<const std::uint32_t> counts) {
    double sum = 0.0;
    std::uint64_t videos = 0;
    for (std::size_t i = 0; i < each.size(); ++i) {
      sum += counts[i] * each[i];
      videos += counts[i];
    }
    return sum / static_cast<double>(videos);
  };
}

/// Of a metric that is read from the ROC curve.
template <double (*Metric)(std::span<const OperatingPoint>)>
Statistic counted_curve(Scores scores, Labels labels) {
  return [points = CountedPoints{scores, labels}](std::span<const std::uint32_t> counts) {
    return Metric(points(counts));
  };
}

std::vector<VideoMetric> video_metrics() {
  return {{"video_auc", auc, counted_auc},
          {"video_accuracy", accuracy_at_half, counted_mean<accuracy_at_half>},
          {"video_logloss", log_loss, counted_mean<log_loss>},
          {"video_eer", equal_error_rate, counted_curve<equal_error_rate>},
          {"video_ap", average_precision, counted_curve<average_precision>}};
}

}  // namespace

VideoMetric video_metric(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& metric : video_metrics()) {
    if (metric.name == name) return metric;
    known.push_back(metric.name);
  }
  throw InputError{fmt::format("no metric of videos is called \"{}\"; wanted {}{}", name,
                               fmt::join(known, ", "), name_hint(name, known))};
}

}  // namespace unseen
