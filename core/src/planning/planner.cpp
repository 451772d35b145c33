#include "planning/planner.hpp"

#include <set>

#include <unseen/augmentation.hpp>
#include <unseen/error.hpp>

#include "faces/detector_models.hpp"
#include "planning/file_hashes.hpp"
#include "planning/identity.hpp"
#include "planning/plugin_maker.hpp"
#include "planning/split_checks.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

struct ResolvedAugmentations {
  Value::Array resolved;
  bool need_landmarks = false;
  bool make_pairs = false;  ///< one item becomes several samples: a real one brings its fake along
};

ResolvedAugmentations resolve_augmentations(const std::vector<PluginConfig>& configs) {
  ResolvedAugmentations result;
  for (const auto& config : configs) {
    auto made = make<Augmentation>(config);
    result.need_landmarks |= made.object->traits().needs_landmarks;
    result.make_pairs |= made.object->traits().samples_per_item > 1;
    result.resolved.push_back(std::move(made.resolved));
  }
  return result;
}

void require_faces(const FacesConfig& faces, bool landmarks) {
  if (!landmarks) return;
  if (faces.detector != "none" && faces.crop != "sbi") {
    throw InputError{"an augmentation that needs landmarks cuts by the rule \"sbi\", and faces.crop = \"" +
                     faces.crop +
                     "\" would let the tests see another crop than training; set it to \"sbi\", or take the "
                     "augmentation out"};
  }
  if (faces.detector != "none") return;
  throw InputError{
      "an augmentation needs the landmarks of faces, and faces.detector = \"none\" looks for no face; set it "
      "to "
      "\"mtcnn\" or \"yunet\", or take the augmentation out"};
}

class Planner {
 public:
  explicit Planner(bool require_data) : datasets_{require_data}, hashes_{require_data} {}

  ResolvedCell resolve(const Cell& cell) {
    const auto& config = cell.config;
    ResolvedCell result;
    result.cell = &cell;
    RunParts parts;
    auto backbone = make<Backbone>(config.backbone.plugin);
    parts.backbone = std::move(backbone.resolved);
    const auto hash = [&](const fs::path& file) {
      const auto& text = hashes_.of(file);
      result.provisional |= hashes_.is_absent(file);
      return text;
    };
    if (!config.backbone.weights.empty()) parts.backbone.set("weights", hash(config.backbone.weights));
    for (const auto& file : detector_models(config.faces)) parts.detector_models.push_back(hash(file));
    parts.regularizer = make<Regularizer>(config.regularizer).resolved;
    result.train = datasets_.resolve(config.train.dataset);
    parts.train_dataset = result.train.identity;
    const auto train_augmentations = resolve_augmentations(config.train.augmentations);
    parts.train_augmentations = train_augmentations.resolved;
    require_both_classes(result.train, "[train]", train_augmentations.make_pairs);
    require_complete(result.train, "[train]");
    const auto validate_augmentations = resolve_augmentations(config.validate.augmentations);
    parts.validate_augmentations = validate_augmentations.resolved;
    result.train_needs_landmarks = train_augmentations.need_landmarks;
    result.validate_needs_landmarks = validate_augmentations.need_landmarks;
    require_faces(config.faces, result.train_needs_landmarks || result.validate_needs_landmarks);
    if (result.train_needs_landmarks || result.validate_needs_landmarks) {
      parts.detector_models.push_back(hash(config.faces.landmarks));
    }
    result.provisional |= result.train.provisional();
    if (config.validate.dataset) {
      result.validate = datasets_.resolve(*config.validate.dataset);
      require_both_classes(*result.validate, "[validate]", validate_augmentations.make_pairs);
      require_complete(*result.validate, "[validate]");
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
    const auto weights = hashes_.evidence();
    all.insert(all.end(), weights.begin(), weights.end());
    for (const auto& library : libraries_) all.push_back(evidence_of("plugin", library).value());
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

/// The folders that the experiment's own file lies in change for reasons of their own: results are written
/// there.
void leave_out_own_folders(std::vector<Evidence>& evidence, const fs::path& file) {
  std::erase_if(evidence, [&file](const Evidence& each) {
    if (each.kind != "folder") return false;
    const auto from = file.lexically_relative(each.path);
    return !from.empty() && *from.begin() != "..";
  });
}

}  // namespace

ResolvedTest resolve_test(const TestConfig& test, const FacesConfig& faces, DatasetResolver& datasets) {
  ResolvedTest result{test, datasets.resolve(test.dataset), {}, {}};
  require_both_classes(result.data, "[[test]] \"" + test.name + "\"");
  require_complete(result.data, "[[test]] \"" + test.name + "\"");
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
  leave_out_own_folders(result.plan.evidence, source.file);
  return result;
}

}  // namespace unseen
