#include <fmt/ranges.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/finished_cells.hpp"
#include "app/door/test_batches.hpp"
#include "app/door/trained_model.hpp"
#include "metrics/summary.hpp"
#include "study/chart.hpp"

namespace unseen {
namespace {

/// Shares of the paper's shift (section III-A: means times 1.2, deviations times 0.65); 0 leaves all as it
/// is.
constexpr std::array kStrengths{0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5};

std::optional<StatisticsShift> shift_of(double strength) {
  if (strength == 0.0) return std::nullopt;
  return StatisticsShift{1.0 + 0.2 * strength, 1.0 - 0.35 * strength};
}

/// Tests of one data set are one here: the strengths take the place of their own perturbations.
std::vector<const ResolvedTest*> data_of(const ResolvedCell& cell) {
  std::vector<const ResolvedTest*> tests;
  std::set<std::string> seen;
  for (const auto& test : cell.tests) {
    if (seen.insert(canonical_json(test.data.identity)).second) tests.push_back(&test);
  }
  return tests;
}

std::string title_of(const FinishedCell& finished, const ResolvedTest& test, std::size_t tests) {
  std::vector<std::string> words;
  for (const auto& [axis, label] : finished.cell->cell->labels) words.push_back(label);
  if (tests > 1) words.push_back("on " + test.config.name);
  return words.empty() ? test.config.name : fmt::format("{}", fmt::join(words, ", "));
}

/// A line for each of two metrics.
struct Lines {
  Series accuracy, logloss;
};

Lines lines_of(const FinishedCell& finished, Backbone& model, const Placement& where,
               const ResolvedTest& test, const std::string& title, const StopRequest& stop) {
  const auto& config = finished.cell->cell->config;
  const auto set = test_set(test, config, model.input().side, where, stop);
  const auto policy = config.faces.no_face == "half" ? NoFacePolicy::half : NoFacePolicy::exclude;
  Lines lines{{title, {}, {}, {}, {}}, {title, {}, {}, {}, {}}};
  for (const auto strength : kStrengths) {
    const auto scores =
        fake_probabilities(model, *set, set->size(), config.train.batch_size, where, shift_of(strength),
                           fmt::format("{} at {}", title, strength), stop);
    const auto found = summarize(set->by_video(scores).videos, policy);
    const std::map<std::string, double> metrics{found.begin(), found.end()};
    lines.accuracy.x.push_back(strength);
    lines.accuracy.y.push_back(metrics.at("video_accuracy"));
    lines.logloss.x.push_back(strength);
    lines.logloss.y.push_back(metrics.at("video_logloss"));
    fmt::print("{}\t{}\taccuracy {:.4f}\tlog-loss {:.4f}\n", title, strength, metrics.at("video_accuracy"),
               metrics.at("video_logloss"));
  }
  return lines;
}

std::vector<Chart> charts_of(const std::vector<FinishedCell>& cells, const StopRequest& stop) {
  std::vector<Chart> charts(2);
  charts[0].title = charts[0].y_label = "video accuracy";
  charts[1].title = charts[1].y_label = "video log-loss (nats)";
  for (auto& chart : charts) chart.x_label = "perturbation of shallow statistics (1: the paper's)";
  for (const auto& finished : cells) {
    const auto& config = finished.cell->cell->config;
    Placement where;
    const auto model = trained_model(config, tested_weights(config, finished.run), where);
    const auto tests = data_of(*finished.cell);
    for (const auto* test : tests) {
      auto lines = lines_of(finished, *model, where, *test, title_of(finished, *test, tests.size()), stop);
      charts[0].series.push_back(std::move(lines.accuracy));
      charts[1].series.push_back(std::move(lines.logloss));
    }
  }
  if (charts[0].series.empty()) throw InputError{"the experiment has no [[test]] to perturb"};
  return charts;
}

}  // namespace

int plot_perturbation(const ModelPlotOptions& options) {
  picture_format(options.out);
  return draw_finished_cells(options, "perturbation", [&](const auto& cells, const StopRequest& stop) {
    draw_charts(charts_of(cells, stop), options.out);
  });
}

}  // namespace unseen
