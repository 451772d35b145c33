#include "study/roc_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

#include "metrics/binary_scores.hpp"
#include "metrics/delong.hpp"
#include "metrics/operating_points.hpp"

namespace unseen {
namespace {

constexpr std::size_t kGrid = 201;

std::vector<double> grid() {
  std::vector<double> x(kGrid);
  for (std::size_t i = 0; i < kGrid; ++i) x[i] = static_cast<double>(i) / (kGrid - 1);
  return x;
}

struct Moments {
  double mean = 0.0, sd = 0.0;
};

Moments moments(const std::vector<double>& values) {
  Moments result;
  for (const auto value : values) result.mean += value / static_cast<double>(values.size());
  for (const auto value : values) result.sd += (value - result.mean) * (value - result.mean);
  if (values.size() > 1) result.sd = std::sqrt(result.sd / static_cast<double>(values.size() - 1));
  return result;
}

Series mean_of(const std::string& title, const std::vector<RocScores>& models) {
  Series series{title, grid(), {}, {}, {}};
  std::vector<std::vector<double>> curves;
  std::vector<double> aucs;
  for (const auto& model : models) {
    curves.push_back(true_positive_rates(model.scores, model.labels));
    aucs.push_back(estimate_auc(model.scores, model.labels).auc);
  }
  for (std::size_t i = 0; i < kGrid; ++i) {
    std::vector<double> values;
    for (const auto& curve : curves) values.push_back(curve[i]);
    const auto found = moments(values);
    series.y.push_back(found.mean);
    series.low.push_back(std::max(0.0, found.mean - found.sd));
    series.high.push_back(std::min(1.0, found.mean + found.sd));
  }
  const auto found = moments(aucs);
  series.title += fmt::format(": AUC {:.3f} ± {:.3f} (n={})", found.mean, found.sd, models.size());
  return series;
}

/// Fakes and reals drawn anew, each class for itself.
RocScores resampled(const RocScores& model, Random random) {
  std::vector<double> classes[2];
  for (std::size_t i = 0; i < model.scores.size(); ++i)
    classes[model.labels[i] == 1 ? 1 : 0].push_back(model.scores[i]);
  RocScores drawn;
  for (int label = 0; label < 2; ++label) {
    const auto last = static_cast<std::int64_t>(classes[label].size()) - 1;
    for (std::int64_t i = 0; i <= last; ++i) {
      drawn.scores.push_back(classes[label][static_cast<std::size_t>(random.integer(0, last))]);
      drawn.labels.push_back(label);
    }
  }
  return drawn;
}

Series single(const std::string& title, const RocScores& model, const BootstrapOptions& options) {
  Series series{title, grid(), true_positive_rates(model.scores, model.labels), {}, {}};
  std::vector<std::vector<double>> at(kGrid);
  for (std::size_t i = 0; i < options.replicates; ++i) {
    const auto drawn = resampled(model, Random{options.seed, 0, i});
    const auto curve = true_positive_rates(drawn.scores, drawn.labels);
    for (std::size_t x = 0; x < kGrid; ++x) at[x].push_back(curve[x]);
  }
  const auto tail = (1.0 - options.level) / 2.0;
  for (auto& values : at) {
    std::sort(values.begin(), values.end());
    const auto place = [&](double share) {
      return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    series.low.push_back(place(tail));
    series.high.push_back(place(1.0 - tail));
  }
  const auto auc = estimate_auc(model.scores, model.labels);
  series.title += fmt::format(": AUC {:.3f} [{:.3f}, {:.3f}]", auc.auc, auc.interval.low, auc.interval.high);
  return series;
}

}  // namespace

std::vector<double> true_positive_rates(std::span<const double> scores, std::span<const int> labels) {
  const auto counts = require_both_classes(scores, labels, "the ROC curve");
  const auto points = operating_points(scores, labels);
  std::vector<double> rates(kGrid, 0.0);
  std::size_t next = 0;
  OperatingPoint left{0.0, 0, 0};
  for (std::size_t i = 0; i < kGrid; ++i) {
    // In whole numbers, so that a grid place that is a point's own is not missed by rounding.
    while (next < points.size() && points[next].reals * (kGrid - 1) <= i * counts.real) left = points[next++];
    auto fakes = static_cast<double>(left.fakes);
    if (next < points.size()) {
      const auto& right = points[next];
      const auto reals = static_cast<double>(i * counts.real) / (kGrid - 1);
      fakes += static_cast<double>(right.fakes - left.fakes) * (reals - static_cast<double>(left.reals)) /
               static_cast<double>(right.reals - left.reals);
    }
    rates[i] = fakes / static_cast<double>(counts.fake);
  }
  return rates;
}

Series roc_series(const std::string& title, const std::vector<RocScores>& models,
                  const BootstrapOptions& options) {
  if (models.empty()) throw Error{"a ROC curve needs scores, found none"};
  return models.size() > 1 ? mean_of(title, models) : single(title, models.front(), options);
}

}  // namespace unseen
