#include "study/metric_style.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

namespace unseen {
namespace {

std::vector<MetricStyle> styles() {
  return {{"video_auc", "Video AUC"},
          {"frame_auc", "Frame AUC"},
          {"video_accuracy", "Video accuracy"},
          {"video_logloss", "Video log-loss (nats)", 1.0, 4, true, false},
          {"video_eer", "Video EER", 100.0, 2, true},
          {"video_ap", "Video AP"}};
}

MetricStyle in_units(MetricStyle style, bool percent) {
  if (style.scale == 1.0) return style;
  if (percent) {
    style.title += " (%)";
  } else {
    style.scale = 1.0;
    style.decimals = 4;
  }
  return style;
}

}  // namespace

std::string MetricStyle::text(double value) const { return fmt::format("{:.{}f}", scale * value, decimals); }

std::string MetricStyle::signed_text(double difference) const {
  auto shown = text(std::abs(difference));
  if (shown.find_first_not_of("0.") == std::string::npos) return shown;
  return (difference < 0.0 ? "−" : "+") + shown;
}

std::string MetricStyle::short_text(double value) const {
  return fmt::format("{:.{}f}", scale * value, decimals - 1);
}

MetricStyle metric_style(const std::string& name, bool percent) {
  std::vector<std::string> known;
  for (const auto& style : styles()) {
    if (style.name == name) return in_units(style, percent);
    known.push_back(style.name);
  }
  throw InputError{fmt::format("a table shows no metric \"{}\"{}", name, name_hint(name, known))};
}

}  // namespace unseen
