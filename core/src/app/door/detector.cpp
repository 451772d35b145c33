#include "app/door/detector.hpp"

#include <algorithm>

#include <unseen/backbone.hpp>
#include <unseen/error.hpp>

#include "app/databases.hpp"
#include "experiment/roots.hpp"
#include "faces/detector_models.hpp"
#include "planning/plugin_maker.hpp"
#include "results/queries.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

template <class T>
T at(const Value& configuration, const std::string& path) {
  const auto* value = configuration.find(path);
  const auto* held = value == nullptr ? nullptr : value->get<T>();
  if (held == nullptr) throw Error{"the run's configuration lacks " + path};
  return *held;
}

/// The checkpoint that the run's tests used.
fs::path checkpoint_of(const RunDetail& run, const std::string& select) {
  const std::string wanted = select == "best_auc" ? "best" : "last";
  for (const auto& artifact : run.artifacts) {
    if (artifact.name != wanted) continue;
    const auto file = run.folder / artifact.path;
    if (fs::exists(file) && sha256_file(file) == artifact.sha256) return file;
    throw Error{file.string() +
                ": is missing or was changed since the run ended; `unseen run --force` trains it again"};
  }
  throw InputError{"run " + run.run.run_id + " (" + run.run.state + ") has no checkpoint \"" + wanted +
                   "\" to predict with"};
}

/// The network's numbers are its library's: a user's own may have been built anew since.
void require_same_library(const PluginConfig& plugin, const Value& resolved) {
  const auto now = make<Backbone>(plugin).resolved;
  const auto *before = resolved.find("backbone.library_sha256"), *found = now.find("library_sha256");
  const auto same = (before == nullptr) == (found == nullptr) &&
                    (before == nullptr || canonical_json(*before) == canonical_json(*found));
  if (same) return;
  throw InputError{"the run was trained with another library of " + owner_text<Backbone>(plugin.plugin) +
                   " than the one found now; put the folder of that one first in $UNSEEN_PLUGIN_PATH"};
}

template <class T>
T at_or(const Value& configuration, const std::string& path, T fallback) {
  return configuration.find(path) == nullptr ? fallback : at<T>(configuration, path);
}

/// The run's faces are found by the same files, wherever these lie now.
void require_same_models(const FacesConfig& faces, const Value& resolved) {
  Value::Array found;
  for (const auto& file : detector_models(faces)) found.push_back(sha256_file(file));
  const auto* models = resolved.find("faces.models");
  if (models == nullptr) return;
  // Behind the detector's stands the finder of landmarks, where an augmentation asked for them.
  auto wanted = *models->get<Value::Array>();
  wanted.resize(std::min(wanted.size(), found.size()));
  if (canonical_json(wanted) == canonical_json(found)) return;
  throw InputError{faces.model.string() + ": the run was trained with another model of " + faces.detector +
                   " than this one; give its own with --faces-model"};
}

fs::path face_model(const PredictOptions& options, const std::string& detector, const fs::path& beside) {
  if (!options.faces_model.empty() || detector != "mtcnn") return options.faces_model;
  return Roots{beside, {}}.nearest("weights/mtcnn").value_or("");
}

FacesConfig faces_of(const Value& resolved, const PredictOptions& options, const fs::path& run_folder) {
  FacesConfig faces;
  faces.detector = at<std::string>(resolved, "faces.detector");
  faces.several = at_or(resolved, "faces.several", faces.several);
  faces.min_face = at_or(resolved, "faces.min_face", faces.min_face);
  faces.min_score = at_or(resolved, "faces.min_score", faces.min_score);
  faces.crop = at<std::string>(resolved, "faces.crop");
  faces.fraction = at_or(resolved, "faces.fraction", faces.fraction);
  faces.frames = at<std::int64_t>(resolved, "faces.frames");
  faces.max_side = at<std::int64_t>(resolved, "faces.max_side");
  faces.model = face_model(options, faces.detector, run_folder);
  if (!options.faces.empty() && options.faces != faces.detector) {
    throw InputError{"--faces goes with --checkpoint: this run was trained with faces.detector = \"" +
                     faces.detector + "\""};
  }
  require_same_models(faces, resolved);
  return faces;
}

}  // namespace

Detector detector_of_run(const PredictOptions& options) {
  if (!(options.backbone + options.variant + options.tag).empty() || options.side > 0) {
    throw InputError{"--backbone, --variant, --tag and --side go with --checkpoint: a run has its own"};
  }
  auto database = existing_database(options.database);
  const auto run = show_run(database, options.run);
  const auto resolved = parse_json(run.resolved);
  Detector detector;
  auto params = at<Value::Table>(resolved, "backbone");
  detector.config.backbone.plugin.plugin = at<std::string>(resolved, "backbone.plugin");
  for (const auto* key : {"plugin", "weights", "library_sha256"}) params.erase(key);
  detector.config.backbone.plugin.params = params;
  require_same_library(detector.config.backbone.plugin, resolved);
  // A run's bf16 is for its training steps; its tests are in fp32, or tf32 where it asked for that.
  if (at<std::string>(resolved, "train.precision") == "tf32") detector.config.train.precision = "tf32";
  detector.config.faces = faces_of(resolved, options, run.folder);
  detector.checkpoint = checkpoint_of(run, at<std::string>(resolved, "validate.select"));
  return detector;
}

Detector detector_of_file(const PredictOptions& options) {
  if (options.backbone.empty()) {
    throw InputError{
        "--checkpoint needs --backbone, and --variant where the plugin has some; `unseen weights " +
        options.checkpoint.string() + "` says which fit"};
  }
  Detector detector;
  detector.config.backbone.plugin.plugin = options.backbone;
  Value::Table params;
  if (!options.variant.empty()) params["variant"] = options.variant;
  if (!options.tag.empty()) params["tag"] = options.tag;
  if (options.side > 0) params["side"] = options.side;
  detector.config.backbone.plugin.params = params;
  detector.checkpoint = options.checkpoint;
  auto& faces = detector.config.faces;
  if (!options.faces.empty()) faces.detector = options.faces;
  if (faces.detector != "none") faces.crop = "sbi";
  faces.model = face_model(options, faces.detector, fs::current_path() / options.checkpoint);
  return detector;
}

}  // namespace unseen
