#include <fmt/format.h>

#include <map>
#include <optional>

#include "app/report_sections.hpp"
#include "results/annotations.hpp"
#include "study/html_text.hpp"

namespace unseen {
namespace {

std::string tests_table(const RunDetail& run) {
  std::string text =
      "<table>" + html_header({"test", "state", "AUC %", "95 %", "accuracy %", "log-loss", "EER %"});
  for (const auto& test : run.evaluations) {
    std::map<std::string, std::optional<double>> metrics{test.metrics.begin(), test.metrics.end()};
    const auto percent = [&](const char* name) {
      return metrics[name] ? fmt::format("{:.2f}", 100.0 * metrics[name].value()) : std::string{"-"};
    };
    const auto loss =
        metrics["video_logloss"] ? fmt::format("{:.4f}", metrics["video_logloss"].value()) : "-";
    text += html_row({test.test, test.state, percent("video_auc"),
                      fmt::format("[{}, {}]", percent("video_auc_low"), percent("video_auc_high")),
                      percent("video_accuracy"), loss, percent("video_eer")});
  }
  return text + "</table>\n";
}

std::string environment_list(const RunDetail& run) {
  std::string text = "<table>";
  for (const auto& [name, value] : run.environment) text += html_row({name, value});
  return text + "</table>\n";
}

std::string run_details(Database& database, const RunDetail& run) {
  auto text = fmt::format("<details><summary>{} · {} · {} · {} · seed {} · {}</summary>\n",
                          run.run.run_id.substr(0, 12), html_text(run.run.state), html_text(run.run.backbone),
                          html_text(run.run.regularizer), run.run.seed, html_text(run.run.experiment));
  text +=
      fmt::format("<p>commit {}{}, {} to {}, on {} ({})</p>\n", html_text(run.run.commit),
                  run.dirty ? " (changed)" : "", run.run.started, run.run.ended.empty() ? "-" : run.run.ended,
                  html_text(run.run.host), html_text(run.run.device));
  if (!run.run.reason.empty()) text += "<p>" + html_text(run.run.reason) + "</p>\n";
  for (const auto& tag : tags_of(database, run.run.run_id))
    text += "<span class=\"tag\">" + html_text(tag) + "</span> ";
  for (const auto& [time, note] : notes_of_run(database, run.run.run_id))
    text += fmt::format("<p>{}: {}</p>\n", time, html_text(note));
  if (!run.evaluations.empty()) text += tests_table(run);
  for (const auto& event : run.events)
    text += fmt::format("<p class=\"notes\">{} {}: {}</p>\n", event.time, html_text(event.kind),
                        html_text(event.text));
  return text + environment_list(run) + "</details>\n";
}

}  // namespace

std::string runs_section(Database& database, const std::vector<RunDetail>& runs) {
  std::string text = "<h2>Runs</h2>\n";
  for (const auto& run : runs) text += run_details(database, run);
  return text;
}

}  // namespace unseen
