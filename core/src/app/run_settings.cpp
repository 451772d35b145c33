#include "app/run_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace unseen {
namespace {

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

}  // namespace

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

}  // namespace unseen
