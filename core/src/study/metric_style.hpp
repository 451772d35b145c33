#pragma once

#include <string>

namespace unseen {

/// How a metric is shown: AUC, accuracy, AP and EER in percent with two decimals, log-loss in nats with four.
struct MetricStyle {
  std::string name;   ///< as stored: "video_auc"
  std::string title;  ///< "Video AUC (%)"
  double scale = 100.0;
  int decimals = 2;
  bool lower_is_better = false;

  /// A stored value as shown: 0.83059 -> "83.06".
  std::string text(double value) const;
  /// The end of an interval, with one decimal less.
  std::string short_text(double value) const;
};

/// InputError with the nearest name where there is no such metric.
MetricStyle metric_style(const std::string& name);

}  // namespace unseen
