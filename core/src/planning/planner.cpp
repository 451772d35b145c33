#include "planning/planner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include <unseen/augmentation.hpp>
#include <unseen/error.hpp>

#include "planning/identity.hpp"
#include "planning/plugin_maker.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

Evidence evidence_of(const std::string& kind, const fs::path& path) {
  const auto mtime = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::file_clock::to_sys(fs::last_write_time(path)).time_since_epoch());
  return {kind, "", path.string(), static_cast<std::int64_t>(fs::file_size(path)), mtime.count()};
}

/// Weight files are large and cells many: each is hashed once.
class FileHashes {
 public:
  const std::string& of(const fs::path& path) {
    auto found = hashes_.find(path);
    if (found == hashes_.end()) found = hashes_.emplace(path, sha256_file(path)).first;
    return found->second;
  }

  void add_evidence(std::vector<Evidence>& evidence) const {
    for (const auto& [path, hash] : hashes_) evidence.push_back(evidence_of("weights", path));
  }

 private:
  std::map<fs::path, std::string> hashes_;
};

struct ResolvedAugmentations {
  Value::Array resolved;
  bool make_pairs = false;  ///< one item becomes several samples: a real one brings its fake along
};

ResolvedAugmentations resolve_augmentations(const std::vector<PluginConfig>& configs) {
  ResolvedAugmentations result;
  for (const auto& config : configs) {
    auto made = make<Augmentation>(config);
    result.make_pairs |= made.object->traits().samples_per_item > 1;
    result.resolved.push_back(std::move(made.resolved));
  }
  return result;
}

/// A metric over one class is undefined, and a model trained on one learns nothing: better said before the
/// training.
void require_both_classes(const ResolvedDataset& data, const std::string& where, bool pairs = false) {
  if (!data.manifest || pairs) return;
  for (const auto label : {0, 1}) {
    const auto has = std::any_of(data.manifest->videos.begin(), data.manifest->videos.end(),
                                 [label](const Video& video) { return video.label == label; });
    if (has) continue;
    const auto place = data.config.root.empty() ? "" : " in " + data.config.root.string();
    throw InputError{fmt::format(
        "{}: the split \"{}\" of dataset \"{}\"{} has no {} video; both classes are needed "
        "(the AUC of one class is undefined)",
        where, data.config.split, data.config.plugin.plugin, place, label == 0 ? "real" : "fake")};
  }
}

/// A number on videos that the model was chosen or trained by is no test. Where both name the same split, it
/// is what the experiment asks for.
void require_apart(const ResolvedDataset& seen, const ResolvedDataset& tested, const std::string& where) {
  if (!seen.manifest || !tested.manifest || seen.config.split == tested.config.split) return;
  if (seen.config.plugin.plugin != tested.config.plugin.plugin || seen.config.root != tested.config.root)
    return;
  std::set<std::string> known;
  for (const auto& video : seen.manifest->videos) known.insert(video.path.generic_string() + '\n' + video.id);
  for (const auto& video : tested.manifest->videos) {
    if (!known.contains(video.path.generic_string() + '\n' + video.id)) continue;
    throw InputError{fmt::format(
        "{}: \"{}\" of its split \"{}\" is in the split \"{}\" too, which the model is trained or chosen by; "
        "give each split a folder or a root of its own, or ask for the same split by name",
        where, video.id, tested.config.split, seen.config.split)};
  }
}

class Planner {
 public:
  explicit Planner(bool require_data) : datasets_{require_data} {}

  ResolvedCell resolve(const Cell& cell) {
    const auto& config = cell.config;
    ResolvedCell result;
    result.cell = &cell;
    RunParts parts;
    auto backbone = make<Backbone>(config.backbone.plugin);
    parts.backbone = std::move(backbone.resolved);
    if (!config.backbone.weights.empty()) parts.backbone.set("weights", hashes_.of(config.backbone.weights));
    parts.regularizer = make<Regularizer>(config.regularizer).resolved;
    result.train = datasets_.resolve(config.train.dataset);
    parts.train_dataset = result.train.identity;
    const auto train_augmentations = resolve_augmentations(config.train.augmentations);
    parts.train_augmentations = train_augmentations.resolved;
    require_both_classes(result.train, "[train]", train_augmentations.make_pairs);
    const auto validate_augmentations = resolve_augmentations(config.validate.augmentations);
    parts.validate_augmentations = validate_augmentations.resolved;
    result.provisional = result.train.provisional();
    if (config.validate.dataset) {
      result.validate = datasets_.resolve(*config.validate.dataset);
      require_both_classes(*result.validate, "[validate]", validate_augmentations.make_pairs);
      parts.validate_dataset = result.validate->identity;
      result.provisional |= result.validate->provisional();
    }
    if (result.validate) require_apart(result.train, *result.validate, "[validate]");
    result.resolved = run_configuration(config, parts);
    result.identity = identity_of(result.resolved);
    for (const auto& test : config.tests) {
      result.tests.push_back(resolve_test(test, config.faces, datasets_));
      const auto where = "[[test]] \"" + test.name + "\"";
      require_apart(result.train, result.tests.back().data, where);
      if (result.validate) require_apart(*result.validate, result.tests.back().data, where);
    }
    note_libraries(config);
    return result;
  }

  std::vector<Evidence> evidence() const {
    auto all = datasets_.evidence();
    hashes_.add_evidence(all);
    for (const auto& library : libraries_) all.push_back(evidence_of("plugin", library));
    return all;
  }

 private:
  template <class Interface>
  void note_library(const PluginConfig& config) {
    const auto library = find_plugin(kind_info<Interface>(), config.plugin, config.path);
    if (!ships_with_program(library)) libraries_.insert(library);
  }

  void note_libraries(const CellConfig& config) {
    note_library<Backbone>(config.backbone.plugin);
    note_library<Regularizer>(config.regularizer);
    note_library<Dataset>(config.train.dataset.plugin);
    if (config.validate.dataset) note_library<Dataset>(config.validate.dataset->plugin);
    for (const auto& test : config.tests) note_library<Dataset>(test.dataset.plugin);
    for (const auto& each : config.train.augmentations) note_library<Augmentation>(each);
    for (const auto& each : config.validate.augmentations) note_library<Augmentation>(each);
  }

  DatasetResolver datasets_;
  FileHashes hashes_;
  std::set<fs::path> libraries_;  ///< users' own plugins
};

PlannedCell planned(const ResolvedCell& cell) {
  PlannedCell result{cell.cell->labels, cell.identity, cell.provisional, {}};
  for (const auto& test : cell.tests) {
    result.tests.push_back({test.config.name, test.identity});
    result.provisional |= test.data.provisional();
  }
  return result;
}

}  // namespace

ResolvedTest resolve_test(const TestConfig& test, const FacesConfig& faces, DatasetResolver& datasets) {
  ResolvedTest result{test, datasets.resolve(test.dataset), {}, {}};
  require_both_classes(result.data, "[[test]] \"" + test.name + "\"");
  result.resolved = test_configuration(test, faces, result.data.identity);
  result.identity = identity_of(result.resolved);
  return result;
}

Planned plan_experiment(Experiment experiment, bool require_data) {
  Planned result{std::make_shared<Experiment>(std::move(experiment)), {}, {}};
  const auto& source = *result.experiment;
  Planner planner{require_data};
  for (const auto& cell : source.cells) result.cells.push_back(planner.resolve(cell));
  result.plan = {
      source.name, source.hash, source.file.string(), canonical_json(source.document), source.seeds, {}, {}};
  for (const auto& cell : result.cells) result.plan.cells.push_back(planned(cell));
  result.plan.evidence = planner.evidence();
  return result;
}

}  // namespace unseen
