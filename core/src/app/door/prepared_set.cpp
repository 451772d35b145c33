#include "app/door/prepared_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "data/crop_store.hpp"
#include "data/prepare.hpp"
#include "data/sample_pipeline.hpp"
#include "data/sampler.hpp"
#include "data/store_location.hpp"
#include "faces/detectors.hpp"
#include "planning/plugin_maker.hpp"
#include "training/progress.hpp"

namespace unseen {

struct PreparedSet::State {
  ResolvedDataset data;
  SetOptions options;
  std::unique_ptr<CropStore> store;
  std::vector<std::unique_ptr<Augmentation>> augmentations;
  PrepareReport report;
  std::vector<Item> items;
  std::vector<std::string> notes;
  std::optional<FrameReader> reader;
  std::optional<SamplePipeline> pipeline;
  std::optional<Sampler> sampler;

  const std::vector<Video>& videos() const { return data.manifest->videos; }

  void note(const std::string& text) {
    fmt::print(stderr, "{}\n", text);
    notes.push_back(text);
  }
};

namespace {

bool is_any_stored(const Manifest& manifest, const FacesConfig& faces) {
  return std::any_of(manifest.videos.begin(), manifest.videos.end(),
                     [&](const Video& video) { return is_stored(video, faces); });
}

/// Detection on a CPU keeps every core busy, whatever the loader's workers are later.
int workers_of(const SetOptions& options, const FaceDetector* detector) {
  const auto own = static_cast<int>(options.workers);
  return detector == nullptr ? own : std::max(own, static_cast<int>(std::thread::hardware_concurrency()));
}

PrepareReport prepared(const ResolvedDataset& data, const SetOptions& options, CropStore* store,
                       const std::string& label, const StopRequest& stop) {
  Progress progress{label, "videos", static_cast<std::int64_t>(data.manifest->videos.size())};
  const auto detector = store == nullptr ? nullptr : make_face_detector(options.faces, options.device);
  return prepare(*data.dataset, *data.manifest, options.faces,
                 {store, detector.get(), workers_of(options, detector.get())}, [&](const PrepareProgress&) {
                   if (const auto signal = stop()) throw Interrupted{*signal};
                   progress.step(1, "");
                 });
}

/// A training item is one face; a test scores all that stand out, and the highest score counts.
FaceChoice face_choice(const SetOptions& options, std::size_t samples_per_item) {
  const auto one =
      options.phase == Phase::train || samples_per_item > 1 || options.faces.several == "largest";
  return one ? FaceChoice::largest : FaceChoice::all;
}

std::vector<std::string> notes(const Manifest& manifest, const PrepareReport& report,
                               const std::string& label) {
  std::vector<std::string> all;
  for (const auto& path : manifest.absent) all.push_back(label + ": absent: " + path.generic_string());
  for (const auto& line : damaged_videos(manifest, report)) all.push_back(label + ": damaged: " + line);
  for (const auto& line : faceless_videos(manifest, report)) all.push_back(label + ": " + line);
  return all;
}

}  // namespace

PreparedSet::PreparedSet(const ResolvedDataset& data, const SetOptions& options, const std::string& label,
                         const StopRequest& stop)
    : state_{std::make_unique<State>()} {
  auto& s = *state_;
  s.data = data;
  s.options = options;
  if (is_any_stored(*data.manifest, options.faces)) {
    s.store = std::make_unique<CropStore>(
        crop_store_file(data.config.plugin.plugin, data.config.root, options.faces));
  }
  s.report = prepared(data, options, s.store.get(), label, stop);
  for (const auto& text : unseen::notes(*data.manifest, s.report, label)) s.note(text);
  std::vector<const Augmentation*> augmentations;
  for (const auto& config : options.augmentations) {
    s.augmentations.push_back(make<Augmentation>(config).object);
    augmentations.push_back(s.augmentations.back().get());
  }
  s.reader.emplace(*s.data.dataset, *s.data.manifest, s.store.get(), s.options.faces);
  s.pipeline.emplace(*s.reader, crop_rule(options.faces), augmentations, static_cast<int>(options.side),
                     static_cast<std::uint64_t>(options.seed));
  s.items =
      choose_items(s.report, options.frames_per_video, face_choice(options, s.pipeline->samples_per_item()));
  if (options.phase == Phase::train) make_sampler(label);
}

void PreparedSet::make_sampler(const std::string& label) {
  auto& s = *state_;
  s.sampler.emplace(s.items, s.videos(),
                    SamplerConfig{s.options.balance, s.options.batch_size,
                                  static_cast<std::int64_t>(s.pipeline->samples_per_item()),
                                  static_cast<std::uint64_t>(s.options.seed)});
  if (const auto alone = s.sampler->without_source(); alone > 0) {
    s.note(fmt::format(
        "{}: balance = \"source\" leaves out {} fake frames: no real frame of their source is there", label,
        alone));
  }
}

PreparedSet::~PreparedSet() = default;

std::size_t PreparedSet::samples_per_item() const { return state_->pipeline->samples_per_item(); }
std::size_t PreparedSet::size() const { return state_->items.size(); }
std::size_t PreparedSet::absent() const { return state_->data.manifest->absent.size(); }
const std::vector<std::string>& PreparedSet::notes() const { return state_->notes; }

void PreparedSet::produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
                          std::int64_t* labels) const {
  const auto& s = *state_;
  const auto made = s.pipeline->make(s.items[item], item, static_cast<std::uint64_t>(epoch), s.options.phase,
                                     {pixels, s.pipeline->bytes_per_item()});
  std::copy(made.begin(), made.end(), labels);
}

std::vector<std::vector<std::size_t>> PreparedSet::batches(std::int64_t epoch) const {
  return state_->sampler->epoch(static_cast<std::uint64_t>(epoch));
}

PreparedSet::Scored PreparedSet::by_video(const std::vector<double>& probabilities) const {
  const auto& s = *state_;
  const auto halves = samples_per_item();
  Scored scored;
  for (std::size_t v = 0; v < s.videos().size(); ++v) {
    const auto& video = s.videos()[v];
    const auto& prepared = s.report.videos[v];
    const auto chosen = static_cast<int>(unseen::chosen_frames(prepared, s.options.frames_per_video));
    const auto expected =
        std::min(static_cast<int>(prepared.expected()), static_cast<int>(s.options.frames_per_video));
    for (std::size_t half = 0; half < halves; ++half) {
      const auto label = halves == 1 ? video.label : static_cast<int>(half);
      const auto id = halves == 1 ? video.id : fmt::format("{}#{}", video.id, half);
      scored.videos.push_back({id, label, {}, expected, expected - chosen, chosen});
      scored.methods.push_back(video.method);
    }
  }
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const auto& item = s.items[i / halves];
    auto& video = scored.videos[item.video * halves + i % halves];
    if (item.face > 0) {  // the faces of a frame follow each other
      video.frame_scores.back() = std::max(video.frame_scores.back(), probabilities[i]);
    } else {
      video.frame_scores.push_back(probabilities[i]);
      --video.frames_missing;
    }
  }
  return scored;
}

}  // namespace unseen
