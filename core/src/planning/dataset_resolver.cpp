#include "planning/dataset_resolver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <unseen/error.hpp>

#include "planning/plugin_maker.hpp"
#include "planning/split_checks.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_root(const DatasetConfig& config, const std::string& what) {
  const auto place = config.plugin.source.text();
  throw InputError{
      fmt::format("{}{}dataset \"{}\": {}", place, place.empty() ? "" : ": ", config.plugin.plugin, what)};
}

/// Why the data cannot be read; "" where it can be tried.
std::string absence(const DatasetConfig& config, const Dataset& dataset) {
  if (!dataset.needs_root()) return "";
  const auto& name = config.root_name;
  if (config.root.empty() && name.empty()) return "its root is not given: root = \"DIR\" or root = \"@NAME\"";
  if (config.root.empty()) {
    return fmt::format(
        "no folder is known for root = \"@{0}\": write {0} = \"DIR\" into a roots.toml beside the "
        "experiment or above it, or give --set roots.{0}=DIR",
        name);
  }
  if (!fs::is_directory(config.root)) {
    return fmt::format(
        "its root {} is no folder: {}", config.root.string(),
        name.empty() ? "correct root" : "correct roots.toml, or give --set roots." + name + "=DIR");
  }
  return fs::is_empty(config.root) ? fmt::format("its root {} is empty", config.root.string()) : "";
}

void add_file(std::map<std::string, Evidence>& all, const std::string& kind, const fs::path& path) {
  if (auto evidence = evidence_of(kind, path)) all[path.string()] = *std::move(evidence);
}

/// The folders from a file's own up to the root: what is put in or taken away below it changes one of them.
void add_folders(std::map<std::string, Evidence>& all, const fs::path& root, fs::path relative) {
  while (relative.has_parent_path()) {
    relative = relative.parent_path();
    const auto folder = root / relative;
    if (all.contains(folder.string())) return;
    add_file(all, "folder", folder);
  }
}

}  // namespace

std::string digest(const Manifest& manifest) {
  std::vector<std::string> lines;
  for (const auto& video : manifest.videos) {
    lines.push_back(fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", video.id, video.label, video.method, video.source,
                                video.split, video.bytes));
  }
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const auto& line : lines) text += line;
  return sha256(text);
}

ResolvedDataset DatasetResolver::opened(const DatasetConfig& config) const {
  auto made = make<Dataset>(config.plugin);
  ResolvedDataset result{config, std::move(made.object), nullptr, std::move(made.resolved)};
  result.identity.set("split", config.split);
  if (const auto missing = absence(config, *result.dataset); !missing.empty()) {
    if (require_) refuse_root(config, missing);
    return result;
  }
  result.dataset->open(config.root);
  auto manifest = std::make_shared<Manifest>(result.dataset->manifest(config.split));
  if (manifest->videos.empty()) {
    refuse_root(config, fmt::format("its split \"{}\" in {} holds no video ({} listed ones are absent)",
                                    config.split, config.root.string(), manifest->absent.size()));
  }
  require_unique_ids(*manifest,
                     fmt::format("dataset \"{}\": {}", config.plugin.plugin, config.root.string()));
  result.identity.set("digest", digest(*manifest));
  result.manifest = std::move(manifest);
  return result;
}

const ResolvedDataset& DatasetResolver::resolve(const DatasetConfig& config) {
  const auto key = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", config.require_complete, config.plugin.plugin,
                               config.plugin.path.string(), canonical_json(config.plugin.params),
                               config.root_name, config.root.string(), config.split);
  auto found = known_.find(key);
  if (found == known_.end()) found = known_.emplace(key, opened(config)).first;
  return found->second;
}

std::vector<Evidence> DatasetResolver::evidence() const {
  std::vector<Evidence> roots;
  std::map<std::string, Evidence> files;
  for (const auto& [key, data] : known_) {
    if (!data.config.root_name.empty()) {
      roots.push_back({"root", data.config.root_name, data.config.root.string(), 0, 0});
    }
    if (!data.manifest || !data.dataset->needs_root()) continue;
    for (const auto& list : data.manifest->lists) add_file(files, "list", data.config.root / list);
    add_file(files, "folder", data.config.root);
    for (const auto& video : data.manifest->videos) {
      add_file(files, "file", data.config.root / video.path);
      add_folders(files, data.config.root, video.path);
    }
    for (const auto& absent : data.manifest->absent) add_folders(files, data.config.root, absent);
  }
  for (auto& [path, evidence] : files) roots.push_back(std::move(evidence));
  return roots;
}

}  // namespace unseen
