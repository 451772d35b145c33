#include "app/plan_check.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>

namespace unseen {
namespace {

/// Data that are not there, or not mounted, change no number that was made of them.
bool changed(const Evidence& evidence) {
  const auto now = evidence_of(evidence.kind, evidence.path);
  if (!now) return false;
  std::error_code unreadable;
  const std::filesystem::path path{evidence.path};
  if (is_directory(path, unreadable) && is_empty(path, unreadable)) return false;
  return now->mtime_ns != evidence.mtime_ns || now->bytes != evidence.bytes;
}

void add_root(const DatasetConfig& dataset, std::map<std::string, std::string>& roots) {
  if (!dataset.root_name.empty() && !dataset.root.empty()) roots[dataset.root_name] = dataset.root.string();
}

std::map<std::string, std::string> named_roots(const Experiment& experiment) {
  std::map<std::string, std::string> roots;
  for (const auto& cell : experiment.cells) {
    add_root(cell.config.train.dataset, roots);
    if (cell.config.validate.dataset) add_root(*cell.config.validate.dataset, roots);
    for (const auto& test : cell.config.tests) add_root(test.dataset, roots);
  }
  return roots;
}

}  // namespace

std::string outdated(const Plan& plan, const Experiment& experiment) {
  const auto roots = named_roots(experiment);
  for (const auto& evidence : plan.evidence) {
    if (evidence.kind == "root") {
      const auto now = roots.find(evidence.name);
      if (now == roots.end() || now->second == evidence.path) continue;
      return fmt::format("@{} was {} and is now {}", evidence.name, evidence.path, now->second);
    }
    if (changed(evidence)) return evidence.path + " has changed since";
  }
  return "";
}

}  // namespace unseen
