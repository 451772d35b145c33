#include <fmt/format.h>
#include <unistd.h>

#include "app/report_sections.hpp"
#include "app/run_charts.hpp"
#include "app/run_settings.hpp"
#include "sdk/file_content.hpp"
#include "sdk/scratch_file.hpp"

namespace unseen {
namespace {

constexpr std::size_t kLinesOfAChart = 6;

std::vector<std::vector<RunGroup>> chunks(const std::vector<RunGroup>& groups) {
  std::vector<std::vector<RunGroup>> all;
  for (const auto& group : groups) {
    if (all.empty() || all.back().size() == kLinesOfAChart) all.emplace_back();
    all.back().push_back(group);
  }
  return all;
}

std::string drawn(const std::vector<Chart>& charts) {
  const ScratchFile scratch{std::filesystem::temp_directory_path() /
                            fmt::format("unseen-chart-{}.svg", ::getpid())};
  draw_charts(charts, scratch.path);
  const auto svg = file_content(scratch.path);
  const auto from = svg.find("<svg");
  return "<figure>" + (from == std::string::npos ? svg : svg.substr(from)) + "</figure>\n";
}

}  // namespace

std::string chart_sections(Database& database, const std::vector<RunDetail>& runs) {
  const auto groups = settings_of(runs);
  if (groups.empty()) return "";
  std::string curves, rocs;
  for (const auto& chunk : chunks(groups)) {
    std::vector<Chart> charts;
    for (const auto* metric : {"val/video_auc", "train/loss"}) {
      if (has_metric(runs, chunk, metric)) charts.push_back(curve_chart(database, chunk, metric));
    }
    if (!charts.empty()) curves += drawn(charts);
    std::vector<Chart> of_tests;
    for (const auto& test : tests_of(database, chunk)) {
      of_tests.push_back(roc_chart(database, chunk, test));
      if (of_tests.size() < 3) continue;
      rocs += drawn(of_tests);
      of_tests.clear();
    }
    if (!of_tests.empty()) rocs += drawn(of_tests);
  }
  return (curves.empty() ? "" : "<h2>Learning curves</h2>\n" + curves) +
         (rocs.empty() ? "" : "<h2>ROC curves</h2>\n" + rocs);
}

}  // namespace unseen
