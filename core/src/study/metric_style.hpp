#pragma once

#include <string>

namespace unseen {

/// How a metric is shown: AUC, accuracy, AP and EER in percent with two decimals or as shares with four,
/// log-loss in nats with four.
struct MetricStyle {
  std::string name;   ///< as stored: "video_auc"
  std::string title;  ///< "Video AUC (%)"
  double scale = 100.0;
  int decimals = 2;
  bool lower_is_better = false;
  bool is_share = true;  ///< between 0 and 1

  /// A stored value as shown: 0.83059 -> "83.06".
  std::string text(double value) const;
  /// A difference as shown, with its sign: -0.1857 -> "−0.1857".
  std::string signed_text(double difference) const;
  /// The end of an interval, with one decimal less.
  std::string short_text(double value) const;
};

/// InputError with the nearest name where there is no such metric.
MetricStyle metric_style(const std::string& name, bool percent = true);

}  // namespace unseen
