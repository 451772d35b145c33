#include "app/plan_check.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

namespace unseen {
namespace {

/// Data that are not there, or not mounted, change no number that was made of them.
bool changed(const Evidence& evidence) {
  struct stat info {};
  if (stat(evidence.path.c_str(), &info) != 0) return false;
  std::error_code unreadable;
  if (S_ISDIR(info.st_mode) && std::filesystem::is_empty(evidence.path, unreadable)) return false;
  const auto mtime = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
  const auto bytes = S_ISDIR(info.st_mode) ? 0 : info.st_size;
  return mtime != evidence.mtime_ns || bytes != evidence.bytes;
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
