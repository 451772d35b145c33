#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include <unseen/error.hpp>

#include "app/databases.hpp"
#include "app/door/compute_commands.hpp"
#include "app/door/file_scorer.hpp"
#include "app/door/run_trainer.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "results/queries.hpp"
#include "sdk/csv_line.hpp"
#include "sdk/sha256.hpp"
#include "training/device.hpp"
#include "training/progress.hpp"
#include "training/weights.hpp"
#include "weights/weight_file.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// What scores: the network's configuration, its weights, and how its pictures are cut.
struct Detector {
  CellConfig config;
  fs::path checkpoint;
};

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

Detector detector_of_run(const PredictOptions& options) {
  auto database = existing_database(options.database);
  const auto run = show_run(database, options.run);
  const auto resolved = parse_json(run.resolved);
  Detector detector;
  auto params = at<Value::Table>(resolved, "backbone");
  detector.config.backbone.plugin.plugin = at<std::string>(resolved, "backbone.plugin");
  for (const auto* key : {"plugin", "weights", "library_sha256"}) params.erase(key);
  detector.config.backbone.plugin.params = params;
  detector.config.faces.crop = at<std::string>(resolved, "faces.crop");
  detector.config.faces.fraction = at<double>(resolved, "faces.fraction");
  detector.config.faces.max_side = at<std::int64_t>(resolved, "faces.max_side");
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
  if (options.side > 0) params["side"] = options.side;
  detector.config.backbone.plugin.params = params;
  detector.checkpoint = options.checkpoint;
  return detector;
}

/// Files as they are given; of folders all images and videos below, sorted.
std::vector<fs::path> files_of(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator{path}) {
      const auto wanted = is_image_file(entry.path()) || is_video_file(entry.path());
      if (entry.is_regular_file() && wanted) found.push_back(entry.path());
    }
    if (found.empty()) throw InputError{path.string() + ": no image or video lies in this folder"};
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

/// A video's score is the mean over its frames.
double mean(const std::vector<double>& scores) {
  return std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
}

/// One row a file, or with `frames` one a frame; a damaged file has a row that says so.
class Output {
 public:
  Output(bool json, bool frames) : json_{json}, frames_{frames} {
    if (!json_) fmt::print("{}", csv_line({"path", frames_ ? "frame" : "frames", "p_fake", "error"}));
  }

  void put(const ScoredFile& file) {
    if (frames_) {
      for (std::size_t i = 0; i < file.frames.size(); ++i) {
        row(file.file, file.frames[i], file.scores[i], "");
      }
      if (!file.damage.empty()) row(file.file, std::nullopt, std::nullopt, file.damage);
    } else {
      const auto frames = static_cast<std::int64_t>(file.frames.size());
      if (file.scores.empty()) {
        row(file.file, frames, std::nullopt, file.damage);
      } else {
        row(file.file, frames, mean(file.scores), file.damage);
      }
    }
    std::fflush(stdout);
  }

 private:
  void row(const fs::path& path, std::optional<std::int64_t> number, std::optional<double> score,
           const std::string& error) const {
    if (!json_) {
      fmt::print("{}", csv_line({path.string(), number ? fmt::format("{}", *number) : "",
                                 score ? fmt::format("{:.6f}", *score) : "", error}));
      return;
    }
    nlohmann::json line{{"path", path.string()}, {"p_fake", nullptr}};
    line[frames_ ? "frame" : "frames"] = nullptr;
    if (number) line[frames_ ? "frame" : "frames"] = *number;
    if (score) line["p_fake"] = *score;
    if (!error.empty()) line["error"] = error;
    fmt::print("{}\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }

  bool json_, frames_;
};

}  // namespace

int predict(const PredictOptions& options) {
  if (options.run.empty() == options.checkpoint.empty()) {
    throw InputError{"predict: wanted either --run ID or --checkpoint FILE"};
  }
  at::set_num_interop_threads(1);
  SignalWatch signals;
  const auto files = files_of(options.paths);
  const auto detector = options.run.empty() ? detector_of_file(options) : detector_of_run(options);
  auto where = placement(detector.config, select_device(options.device));
  const auto model = make_model(detector.config, 0, where);
  where.channels_last = model->prefers_channels_last(where.device.type());
  load_table(*model, read_weight_file(detector.checkpoint), detector.checkpoint.string(), false);
  model->eval();

  const PictureRule rule{crop_rule(detector.config.faces), detector.config.faces.max_side,
                         options.frames_per_video, static_cast<int>(model->input().side)};
  Output output{options.json, options.frames};
  Progress progress{"predict", "files", static_cast<std::int64_t>(files.size())};
  std::size_t damaged = 0;
  FileScorer scorer{*model, where, rule, options.batch_size, [&](const ScoredFile& file) {
                      output.put(file);
                      progress.step(1, "");
                      if (file.damage.empty()) return;
                      ++damaged;
                      fmt::print(stderr, "{}: {}\n", file.file.string(), file.damage);
                    }};
  try {
    scorer.score(files, [&signals] { return signals.pending(); });
  } catch (const Interrupted& interrupted) {
    return 128 + interrupted.signal;
  }
  if (damaged > 0) fmt::print(stderr, "{} of {} files are damaged\n", damaged, files.size());
  return damaged > 0 ? kFailed : kDone;
}

}  // namespace unseen
