#pragma once

#include <span>
#include <string>

#include "metrics/bootstrap.hpp"

namespace unseen {

/// A metric of the scores of videos, by its stored name, and the same under resampling of the videos.
struct VideoMetric {
  std::string name;
  double (*value)(std::span<const double> scores, std::span<const int> labels);
  Statistic (*counted)(std::span<const double> scores, std::span<const int> labels);
};

/// video_auc, video_accuracy, video_logloss, video_eer or video_ap; InputError with a hint for another name.
VideoMetric video_metric(const std::string& name);

}  // namespace unseen
