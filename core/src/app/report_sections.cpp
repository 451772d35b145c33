#include "app/report_sections.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "app/run_charts.hpp"
#include "results/annotations.hpp"
#include "sdk/scratch_file.hpp"
#include "study/base64.hpp"
#include "study/html_text.hpp"

namespace unseen {
namespace {

constexpr std::size_t kLinesOfAChart = 6;

std::string cell(const std::string& text) { return "<td>" + html_text(text) + "</td>"; }

std::string row(const std::vector<std::string>& fields) {
  std::string text = "<tr><th scope=\"row\">" + html_text(fields.front()) + "</th>";
  for (std::size_t i = 1; i < fields.size(); ++i) text += cell(fields[i]);
  return text + "</tr>\n";
}

std::string header(const std::vector<std::string>& titles) {
  std::string text = "<thead><tr>";
  for (const auto& title : titles) text += "<th>" + html_text(title) + "</th>";
  return text + "</tr></thead>\n";
}

/// Settings that differ among the runs, with the value of each run.
std::set<std::string> differing_paths(const std::vector<RunDetail>& runs) {
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, std::size_t> counts;
  for (const auto& run : runs) {
    for (const auto& [path, value] : run.params) {
      values[path].insert(value);
      ++counts[path];
    }
  }
  std::set<std::string> paths;
  for (const auto& [path, all] : values) {
    if (all.size() > 1 || counts[path] != runs.size()) paths.insert(path);
  }
  return paths;
}

std::string value_at(const RunDetail& run, const std::string& path) {
  for (const auto& [known, value] : run.params) {
    if (known == path) return value;
  }
  return "";
}

/// A setting in a few words: what of its network, rule and data differs from the others'.
std::string setting_title(const RunDetail& run, const std::set<std::string>& differing) {
  std::vector<std::string> words;
  for (const auto* path :
       {"backbone.plugin", "backbone.variant", "regularizer.plugin", "regularizer.r", "regularizer.alpha",
        "regularizer.beta", "train.dataset.methods", "optimizer.lr", "train.augmentations.0.plugin"}) {
    auto value = value_at(run, path);
    std::erase_if(value, [](char c) { return c == '[' || c == ']' || c == '"'; });  // of a list, its words
    if (!differing.contains(path) || value.empty()) continue;
    const std::string name = path;
    const auto is_name =
        name.ends_with(".plugin") || name.ends_with(".variant") || name.ends_with(".methods");
    words.push_back(is_name ? value : name.substr(name.rfind('.') + 1) + " " + value);
  }
  return words.empty() ? run.run.regularizer : fmt::format("{}", fmt::join(words, ", "));
}

/// Finished runs by identity, in order of appearance.
std::vector<RunGroup> settings_of(const std::vector<RunDetail>& runs) {
  const auto differing = differing_paths(runs);
  std::vector<std::pair<std::string, RunGroup>> groups;
  for (const auto& run : runs) {
    if (run.run.state != "finished") continue;
    auto found = std::find_if(groups.begin(), groups.end(),
                              [&](const auto& group) { return group.first == run.run.identity; });
    if (found == groups.end())
      found = groups.insert(groups.end(), {run.run.identity, {setting_title(run, differing), {}}});
    found->second.run_ids.push_back(run.run.run_id);
  }
  std::vector<RunGroup> result;
  for (auto& [identity, group] : groups) result.push_back(std::move(group));
  return result;
}

std::vector<std::vector<RunGroup>> chunks(const std::vector<RunGroup>& groups) {
  std::vector<std::vector<RunGroup>> all;
  for (const auto& group : groups) {
    if (all.empty() || all.back().size() == kLinesOfAChart) all.emplace_back();
    all.back().push_back(group);
  }
  return all;
}

std::string content(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::string drawn(const std::vector<Chart>& charts) {
  const ScratchFile scratch{std::filesystem::temp_directory_path() /
                            fmt::format("unseen-chart-{}.svg", ::getpid())};
  draw_charts(charts, scratch.path);
  const auto svg = content(scratch.path);
  const auto from = svg.find("<svg");
  return "<figure>" + (from == std::string::npos ? svg : svg.substr(from)) + "</figure>\n";
}

std::string tests_table(const RunDetail& run) {
  std::string text =
      "<table>" + header({"test", "state", "AUC %", "95 %", "accuracy %", "log-loss", "EER %"});
  for (const auto& test : run.evaluations) {
    std::map<std::string, std::optional<double>> metrics{test.metrics.begin(), test.metrics.end()};
    const auto percent = [&](const char* name) {
      return metrics[name] ? fmt::format("{:.2f}", 100.0 * metrics[name].value()) : std::string{"-"};
    };
    const auto loss =
        metrics["video_logloss"] ? fmt::format("{:.4f}", metrics["video_logloss"].value()) : "-";
    text += row({test.test, test.state, percent("video_auc"),
                 fmt::format("[{}, {}]", percent("video_auc_low"), percent("video_auc_high")),
                 percent("video_accuracy"), loss, percent("video_eer")});
  }
  return text + "</table>\n";
}

std::string environment_list(const RunDetail& run) {
  std::string text = "<table>";
  for (const auto& [name, value] : run.environment) text += row({name, value});
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

std::string head_section(Database& database, const std::vector<RunDetail>& runs, const std::string& selector,
                         const std::string& title) {
  std::map<std::string, int> states;
  std::set<std::string> identities;
  for (const auto& run : runs) {
    ++states[run.run.state];
    identities.insert(run.run.identity);
  }
  std::vector<std::string> counts;
  for (const auto& [state, count] : states) counts.push_back(fmt::format("{} {}", count, state));
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format(
      "<h1>{}</h1>\n<p class=\"notes\">{} runs of {} settings ({}){}; {}; written {:%Y-%m-%d %H:%M} "
      "UTC</p>\n",
      html_text(title), runs.size(), identities.size(), fmt::join(counts, ", "),
      selector.empty() ? "" : ", those with " + html_text(selector), html_text(database.file().string()),
      fmt::gmtime(now));
}

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

std::string picture_section(const std::vector<RunDetail>& runs) {
  std::string text;
  for (const auto& run : runs) {
    for (const auto& artifact : run.artifacts) {
      if (!artifact.path.ends_with(".png")) continue;
      const auto bytes = content(run.folder / artifact.path);
      if (bytes.empty()) continue;
      text += fmt::format(
          "<figure><img alt=\"{0}\" src=\"data:image/png;base64,{1}\"><figcaption>{0}, run "
          "{2}</figcaption></figure>\n",
          html_text(artifact.name), base64(bytes), run.run.run_id.substr(0, 12));
    }
  }
  return text.empty() ? "" : "<h2>Pictures</h2>\n" + text;
}

std::string settings_section(const std::vector<RunDetail>& runs) {
  const auto differing = differing_paths(runs);
  std::string common = "<table>";
  for (const auto& [path, value] : runs.front().params) {
    if (!differing.contains(path)) common += row({path, value});
  }
  std::string text = "<h2>Configuration</h2>\n";
  if (!differing.empty()) {
    std::map<std::string, const RunDetail*> of_identity;
    for (const auto& run : runs) of_identity.emplace(run.run.identity, &run);
    text += "<details><summary>What differs, setting by setting</summary><table>";
    text += header({"path", "values"});
    for (const auto& path : differing) {
      std::set<std::string> values;
      for (const auto& [identity, run] : of_identity) values.insert(value_at(*run, path));
      text += row({path, fmt::format("{}", fmt::join(values, " | "))});
    }
    text += "</table></details>\n";
  }
  return text + "<details><summary>What all runs share</summary>" + common + "</table></details>\n";
}

std::string runs_section(Database& database, const std::vector<RunDetail>& runs) {
  std::string text = "<h2>Runs</h2>\n";
  for (const auto& run : runs) text += run_details(database, run);
  return text;
}

}  // namespace unseen
