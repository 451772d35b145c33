#include "app/report_sections.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <map>
#include <set>

#include "app/run_settings.hpp"
#include "sdk/file_content.hpp"
#include "study/base64.hpp"
#include "study/html_text.hpp"

namespace unseen {
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

std::string picture_section(const std::vector<RunDetail>& runs) {
  struct Picture {
    std::string name, bytes;
    std::vector<std::string> runs;
  };
  std::map<std::string, Picture> pictures;  // by content: a picture of several runs is kept with each
  for (const auto& run : runs) {
    for (const auto& artifact : run.artifacts) {
      if (!artifact.path.ends_with(".png")) continue;
      auto& picture = pictures[artifact.name + artifact.sha256];
      if (picture.runs.empty()) picture = {artifact.name, file_content(run.folder / artifact.path), {}};
      picture.runs.push_back(run.run.run_id.substr(0, 12));
    }
  }
  std::string text;
  for (const auto& [key, picture] : pictures) {
    if (picture.bytes.empty()) continue;
    text += fmt::format(
        "<figure><img alt=\"{0}\" src=\"data:image/png;base64,{1}\"><figcaption>{0}, run{2} "
        "{3}</figcaption></figure>\n",
        html_text(picture.name), base64(picture.bytes), picture.runs.size() == 1 ? "" : "s",
        fmt::join(picture.runs, ", "));
  }
  return text.empty() ? "" : "<h2>Pictures</h2>\n" + text;
}

std::string settings_section(const std::vector<RunDetail>& runs) {
  const auto differing = differing_paths(runs);
  std::string common = "<table>";
  for (const auto& [path, value] : runs.front().params) {
    if (!differing.contains(path)) common += html_row({path, value});
  }
  std::string text = "<h2>Configuration</h2>\n";
  if (!differing.empty()) {
    std::map<std::string, const RunDetail*> of_identity;
    for (const auto& run : runs) of_identity.emplace(run.run.identity, &run);
    text += "<details><summary>What differs, setting by setting</summary><table>";
    text += html_header({"path", "values"});
    for (const auto& path : differing) {
      std::set<std::string> values;
      for (const auto& [identity, run] : of_identity) values.insert(value_at(*run, path));
      text += html_row({path, fmt::format("{}", fmt::join(values, " | "))});
    }
    text += "</table></details>\n";
  }
  return text + "<details><summary>What all runs share</summary>" + common + "</table></details>\n";
}

}  // namespace unseen
