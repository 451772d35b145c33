#include "app/door/prepared_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <set>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

#include "app/door/prepared_data.hpp"
#include "data/sample_pipeline.hpp"
#include "data/sampler.hpp"
#include "planning/plugin_maker.hpp"

namespace unseen {

struct PreparedSet::State {
  SetOptions options;
  PreparedData prepared;
  std::vector<std::unique_ptr<Augmentation>> augmentations;
  std::vector<Item> items;
  std::optional<FrameReader> reader;
  std::optional<SamplePipeline> pipeline;
  std::optional<Sampler> sampler;
  std::mutex mutex;                ///< guards what follows: loaders call produce() side by side
  std::set<std::size_t> unusable;  ///< items of which an augmentation could make nothing
  std::vector<std::string> told;   ///< a sentence each

  const std::vector<Video>& videos() const { return prepared.data.manifest->videos; }

  /// Each item is told of once, whatever the epochs.
  void note_unusable(std::size_t item, const std::string& why) {
    const std::lock_guard lock{mutex};
    if (!unusable.insert(item).second) return;
    told.push_back((options.phase == Phase::train ? "another item taken for " : "left out: ") + why);
    fmt::print(stderr, "{}\n", told.back());
  }

  /// Anywhere in the set, for what cannot be used is often a whole video; of the same label, so that a batch
  /// stays balanced.
  std::size_t another(std::size_t item, Random& random) const {
    const auto label = videos()[items[item].video].label;
    for (;;) {
      const auto other = static_cast<std::size_t>(random.integer(0, std::ssize(items) - 1));
      if (videos()[items[other].video].label == label) return other;
    }
  }

  void make(std::size_t from, std::size_t item, std::int64_t epoch, std::uint8_t* pixels,
            std::int64_t* labels) const {
    const auto made = pipeline->make(items[from], item, static_cast<std::uint64_t>(epoch), options.phase,
                                     {pixels, pipeline->bytes_per_item()});
    std::copy(made.begin(), made.end(), labels);
  }

  void note(const std::string& text) {
    fmt::print(stderr, "{}\n", text);
    prepared.notes.push_back(text);
  }
};

namespace {

/// Items tried in the place of one that is unusable, before that counts as a fault of all.
constexpr int kMostSubstitutes = 16;
constexpr std::uint64_t kSubstitutes = 0x53554253;  ///< keeps their draws apart from the augmentations'

/// A training item is one face; a test scores all that stand out, and the highest score counts.
FaceChoice face_choice(const SetOptions& options, std::size_t samples_per_item) {
  const auto one =
      options.phase == Phase::train || samples_per_item > 1 || options.faces.several == "largest";
  return one ? FaceChoice::largest : FaceChoice::all;
}

}  // namespace

PreparedSet::PreparedSet(const ResolvedDataset& data, const SetOptions& options, const std::string& label,
                         const StopRequest& stop)
    : state_{std::make_unique<State>()} {
  auto& s = *state_;
  s.options = options;
  std::vector<const Augmentation*> augmentations;
  bool need_landmarks = false;
  for (const auto& config : options.augmentations) {
    s.augmentations.push_back(make<Augmentation>(config).object);
    augmentations.push_back(s.augmentations.back().get());
    need_landmarks |= augmentations.back()->traits().needs_landmarks;
  }
  s.prepared =
      prepared_data(data, options.faces, options.device, options.workers, need_landmarks, label, stop);
  for (const auto& text : s.prepared.notes) fmt::print(stderr, "{}\n", text);
  s.reader.emplace(s.prepared.reader());
  s.pipeline.emplace(*s.reader, crop_rule(options.faces), options.faces.detector != "none", augmentations,
                     static_cast<int>(options.side), static_cast<std::uint64_t>(options.seed));
  s.items = choose_items(s.prepared.report, options.frames_per_video,
                         face_choice(options, s.pipeline->samples_per_item()));
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
std::size_t PreparedSet::absent() const { return state_->prepared.data.manifest->absent.size(); }
const std::vector<std::string>& PreparedSet::notes() const { return state_->prepared.notes; }

void PreparedSet::produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
                          std::int64_t* labels) const {
  auto& s = *state_;
  const auto seed = static_cast<std::uint64_t>(s.options.seed) ^ kSubstitutes;
  Random random{seed, static_cast<std::uint64_t>(epoch), item};
  auto from = item;
  for (int tries = 1;; ++tries) {
    try {
      return s.make(from, item, epoch, pixels, labels);
    } catch (const UnusableSample& error) {
      s.note_unusable(from, error.what());
      if (s.options.phase != Phase::train) break;
      if (tries == kMostSubstitutes) throw;
      from = s.another(item, random);
    }
  }
  std::fill_n(pixels, s.pipeline->bytes_per_item(), std::uint8_t{0});
  std::fill_n(labels, samples_per_item(), 0);
}

std::vector<std::string> PreparedSet::unusable() const {
  const std::lock_guard lock{state_->mutex};
  return state_->told;
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
    const auto& prepared = s.prepared.report.videos[v];
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
    if (s.unusable.contains(i / halves)) continue;
    const auto& item = s.items[i / halves];
    auto& video = scored.videos[item.video * halves + i % halves];
    if (item.face > 0 && !s.unusable.contains(i / halves - 1)) {  // the faces of a frame follow each other
      video.frame_scores.back() = std::max(video.frame_scores.back(), probabilities[i]);
    } else {
      video.frame_scores.push_back(probabilities[i]);
      --video.frames_missing;
    }
  }
  return scored;
}

}  // namespace unseen
