#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>
#include <unseen/image_file.hpp>
#include <unseen/video_file.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/detector.hpp"
#include "app/door/file_scorer.hpp"
#include "app/door/run_trainer.hpp"
#include "app/door/score_output.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "faces/detectors.hpp"
#include "training/device.hpp"
#include "training/progress.hpp"
#include "training/weights.hpp"
#include "weights/weight_file.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// Files as they are given; of folders all images and videos below that are not hidden, sorted.
std::vector<fs::path> files_of(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator{path}) {
      const auto hidden = entry.path().filename().string().starts_with(".");
      const auto wanted = !hidden && (is_image_file(entry.path()) || is_video_file(entry.path()));
      if (entry.is_regular_file() && wanted) found.push_back(entry.path());
    }
    if (found.empty()) throw InputError{path.string() + ": no image or video lies in this folder"};
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

/// Where faces are looked for, those of the run's tests; whole frames are as many as are asked for.
std::int64_t candidates(const PredictOptions& options, const FacesConfig& faces) {
  const auto of_run = !options.run.empty() && faces.detector != "none";
  return of_run ? faces.frames : std::max(faces.frames, options.frames_per_video);
}

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

  const auto& faces = detector.config.faces;
  const auto face_detector = make_face_detector(faces, where.device);
  const PictureRule rule{crop_rule(faces),
                         face_detector.get(),
                         faces.several,
                         faces.max_side,
                         candidates(options, faces),
                         options.frames_per_video,
                         static_cast<int>(model->input().side)};
  ScoreOutput output{options.json, options.frames};
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
