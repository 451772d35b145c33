#include "app/door/prepared_data.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "data/store_location.hpp"
#include "faces/detectors.hpp"
#include "faces/dlib_landmarks.hpp"
#include "sdk/sha256.hpp"
#include "training/progress.hpp"

namespace unseen {
namespace {

bool is_any_stored(const Manifest& manifest, const FacesConfig& faces) {
  return std::any_of(manifest.videos.begin(), manifest.videos.end(),
                     [&](const Video& video) { return is_stored(video, faces); });
}

std::vector<std::string> notes_of(const Manifest& manifest, const PrepareReport& report,
                                  const std::string& label) {
  std::vector<std::string> all;
  for (const auto& path : manifest.absent) all.push_back(label + ": absent: " + path.generic_string());
  for (const auto& line : damaged_videos(manifest, report)) all.push_back(label + ": damaged: " + line);
  for (const auto& line : faceless_videos(manifest, report)) all.push_back(label + ": " + line);
  return all;
}

void refuse_ready_crops(const ResolvedDataset& data) {
  const auto& videos = data.manifest->videos;
  if (std::none_of(videos.begin(), videos.end(), [](const Video& video) { return video.is_face_crop; }))
    return;
  throw InputError{fmt::format(
      "dataset \"{}\": {}: an augmentation needs landmarks, which are found in whole frames, and these are "
      "faces cut before; take it out of `augmentations`, or train on a data set of whole frames",
      data.config.plugin.plugin, data.config.root.string())};
}

}  // namespace

PreparedData prepared_data(const ResolvedDataset& data, const FacesConfig& faces, torch::Device device,
                           std::size_t workers, bool with_landmarks, const std::string& label,
                           const StopRequest& stop) {
  PreparedData result{data, faces, nullptr, {}, {}, {}};
  std::unique_ptr<FaceDetector> detector;
  std::optional<DlibLandmarks> landmarks;
  if (with_landmarks) refuse_ready_crops(data);
  if (is_any_stored(*data.manifest, faces)) {
    result.store =
        std::make_unique<CropStore>(crop_store_file(data.config.plugin.plugin, data.config.root, faces));
    detector = make_face_detector(faces, device);
    if (detector && with_landmarks) {
      landmarks.emplace(faces.landmarks);
      result.finder = sha256_file(faces.landmarks);
    }
  }
  if (detector) workers = std::max<std::size_t>(workers, std::thread::hardware_concurrency());
  Progress progress{label, "videos", std::ssize(data.manifest->videos)};
  result.report = prepare(*data.dataset, *data.manifest, faces,
                          {result.store.get(), detector.get(), landmarks ? &*landmarks : nullptr,
                           result.finder, static_cast<int>(workers)},
                          [&](const PrepareProgress&) {
                            if (const auto signal = stop()) throw Interrupted{*signal};
                            progress.step(1, "");
                          });
  result.notes = notes_of(*data.manifest, result.report, label);
  return result;
}

}  // namespace unseen
