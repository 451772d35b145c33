#include "app/run_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

#include "results/queries.hpp"
#include "results/run_scores.hpp"
#include "results/test_titles.hpp"
#include "study/roc_curve.hpp"

namespace unseen {
namespace {

constexpr std::size_t kBandResamples = 500;

Series curve_series(Database& database, const RunGroup& group, const std::string& metric) {
  std::map<std::int64_t, std::vector<double>> values;
  for (const auto& run_id : group.run_ids) {
    for (const auto& [epoch, value] : epoch_curve(database, run_id, metric)) values[epoch].push_back(value);
  }
  Series series{group.title, {}, {}, {}, {}};
  if (group.run_ids.size() > 1) series.title += fmt::format(" (n={})", group.run_ids.size());
  for (const auto& [epoch, all] : values) {
    double sum = 0.0;
    for (const auto value : all) sum += value;
    series.x.push_back(static_cast<double>(epoch + 1));
    series.y.push_back(sum / static_cast<double>(all.size()));
    if (group.run_ids.size() < 2) continue;
    series.low.push_back(*std::min_element(all.begin(), all.end()));
    series.high.push_back(*std::max_element(all.begin(), all.end()));
  }
  return series;
}

[[noreturn]] void refuse_metric(Database& database, const std::vector<RunGroup>& groups,
                                const std::string& metric) {
  std::set<std::string> known;
  for (const auto& group : groups) {
    for (const auto& run_id : group.run_ids) {
      for (const auto& summary : show_run(database, run_id).metrics) known.insert(summary.metric);
    }
  }
  throw InputError{fmt::format("--metric {}: none of these runs logged it; there are: {}{}", metric,
                               fmt::join(known, ", "),
                               name_hint(metric, std::vector<std::string>{known.begin(), known.end()}))};
}

RocScores scores_of(const VideoScores& videos) {
  RocScores scores;
  for (const auto& [name, video] : videos) {
    scores.labels.push_back(video.first);
    scores.scores.push_back(video.second);
  }
  return scores;
}

}  // namespace

Chart curve_chart(Database& database, const std::vector<RunGroup>& groups, const std::string& metric) {
  Chart chart;
  chart.title = metric;
  chart.x_label = "epoch";
  chart.y_label = metric;
  chart.whole_x = true;
  std::size_t longest = 0;
  for (const auto& group : groups) {
    auto series = curve_series(database, group, metric);
    longest = std::max(longest, series.x.size());
    if (!series.x.empty()) chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) refuse_metric(database, groups, metric);
  chart.whole_x = longest <= 20;
  const auto has_band = [](const Series& series) { return !series.low.empty(); };
  if (std::any_of(chart.series.begin(), chart.series.end(), has_band))
    chart.title += " (band: range over runs)";
  return chart;
}

bool has_metric(const std::vector<RunDetail>& runs, const std::vector<RunGroup>& groups,
                const std::string& metric) {
  std::set<std::string> wanted;
  for (const auto& group : groups) wanted.insert(group.run_ids.begin(), group.run_ids.end());
  return std::any_of(runs.begin(), runs.end(), [&](const RunDetail& run) {
    return wanted.contains(run.run.run_id) &&
           std::any_of(run.metrics.begin(), run.metrics.end(),
                       [&](const MetricSummary& summary) { return summary.metric == metric; });
  });
}

std::vector<FinishedTest> tests_of(Database& database, const std::vector<RunGroup>& groups) {
  std::map<std::string, std::set<std::string>> names;
  std::map<std::string, std::string> a_run;
  for (const auto& group : groups) {
    for (const auto& run_id : group.run_ids) {
      for (const auto& [identity, name] : finished_tests(database, run_id)) {
        names[identity].insert(name);
        a_run[identity] = run_id;
      }
    }
  }
  std::vector<NamedTest> named;
  for (const auto& [identity, all] : names)
    named.push_back({identity, fmt::format("{}", fmt::join(all, " / ")), a_run[identity]});
  const auto titles = test_titles(database, named);
  std::vector<FinishedTest> tests;
  for (auto& [identity, all] : names) tests.push_back({identity, std::move(all), titles.at(identity)});
  std::sort(tests.begin(), tests.end(),
            [](const auto& left, const auto& right) { return left.title < right.title; });
  return tests;
}

Chart roc_chart(Database& database, const std::vector<RunGroup>& groups, const FinishedTest& test) {
  Chart chart;
  chart.title = fmt::format("ROC on {}, by videos", test.title);
  chart.x_label = "false positive rate (reals taken for fakes)";
  chart.y_label = "true positive rate (fakes found)";
  chart.is_unit_square = true;
  bool is_over_runs = false, is_over_videos = false;
  for (const auto& group : groups) {
    std::vector<RocScores> models;
    for (const auto& run_id : group.run_ids) {
      const auto videos = video_scores(database, run_id, test.identity);
      if (!videos.empty()) models.push_back(scores_of(videos));
    }
    is_over_runs |= models.size() > 1;
    is_over_videos |= models.size() == 1;
    if (!models.empty())
      chart.series.push_back(roc_series(group.title, models, {.replicates = kBandResamples}));
  }
  chart.title += is_over_runs && is_over_videos ? " (band: one SD over runs; of one run 95 % over videos)"
                 : is_over_runs                 ? " (band: one SD over runs)"
                                                : " (band: 95 % over videos)";
  return chart;
}

}  // namespace unseen
