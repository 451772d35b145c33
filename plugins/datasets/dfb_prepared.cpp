// What DeepfakeBench (Yan et al., NeurIPS 2023 Datasets and Benchmarks) and DF40 prepare: folders of aligned
// faces, frames/<video>/<number>.png, and a JSON of {data set: {label: {split: [{compression:] {video:
// {label, frames}}}}}. Its paths are of another machine: what of them lies below the root is found from the
// longest end on.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <set>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "dfb_prepared_place.hpp"
#include "shared/json_file.hpp"
#include "shared/labels.hpp"
#include "shared/picture.hpp"

namespace {

using unseen::InputError;

constexpr std::array kCompressions{"raw", "c23", "c40"};
constexpr std::array kFakeEndings{"fake", "fakea", "fakeb", "df", "f2f", "fs", "nt", "fh"};

std::string last_word(const std::string& label) {
  return datasets::lower(label.substr(label.find_last_of("-_") + 1));
}

/// The pristine video's id, as the names of FaceForensics++ (TARGET_SOURCE) and Celeb-DF (TARGET_SOURCE_CLIP)
/// tell it.
std::string source_of(const std::string& label, const std::string& name) {
  const auto target = name.substr(0, name.find('_'));
  if (label.starts_with("FF-")) return "FF-real/" + target;
  if (!label.starts_with("CelebDF") || std::count(name.begin(), name.end(), '_') != 2) return "";
  return label.substr(0, label.find('_')) + "_real/" + target + name.substr(name.rfind('_'));
}

class DfbPrepared final : public unseen::Dataset {
 public:
  explicit DfbPrepared(const unseen::Params& params)
      : list_{params.text("list", std::nullopt, "the JSON below the root, or its whole path")},
        compression_{params.text("compression", "c23", "where the JSON has several",
                                 {kCompressions.begin(), kCompressions.end()})},
        fake_labels_{
            params.texts("fake_labels", std::vector<std::string>{},
                         "labels that mean fake, beside those that end so or are DeepfakeBench's own")} {}

  /// Those that a label of the list has.
  std::vector<std::string> splits() const override {
    std::set<std::string> found;
    for (const auto& [label, splits] : labels()) {
      for (const auto& [split, videos] : splits.items()) found.insert(split);
    }
    return {found.begin(), found.end()};
  }

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest result;
    result.lists.emplace_back(list_);
    PreparedPlaces places{root()};
    bool known = false;
    for (const auto& [label, splits] : labels()) {
      if (!splits.contains(split)) continue;
      known = true;
      for (const auto& [video, record] : videos(label, splits, split).items())
        add(label, video, record, split, places, result);
    }
    if (!known) refuse("no label has the split \"" + split + "\"");
    return result;
  }

  cv::Mat read(const unseen::Video& video, std::int64_t frame) const override {
    return datasets::read_picture(root() / video.path /
                                  frames_of(video.id).at(static_cast<std::size_t>(frame)));
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw InputError{fmt::format("{}: {}", (root() / list_).string(), what)};
  }

  void require_object(const nlohmann::json& value, const std::string& where) const {
    if (!value.is_object()) refuse(fmt::format("{}: wanted an object, found {}", where, value.type_name()));
  }

  /// What stands under each label, by the label's name; data sets are not told apart.
  std::vector<std::pair<std::string, nlohmann::json>> labels() const {
    auto listed = datasets::read_json(root() / list_, "make the list again");
    require_object(listed, "the list");
    std::vector<std::pair<std::string, nlohmann::json>> found;
    for (auto& [name, labels] : listed.items()) {
      require_object(labels, name);
      for (auto& [label, splits] : labels.items()) {
        require_object(splits, label);
        found.emplace_back(label, std::move(splits));
      }
    }
    return found;
  }

  /// The records of a label's split, at the asked compression where there is that level.
  const nlohmann::json& videos(const std::string& label, const nlohmann::json& splits,
                               const std::string& split) const {
    const auto where = label + "/" + split;
    const auto& value = splits.at(split);
    require_object(value, where);
    if (value.contains("frames")) {
      refuse(where +
             ": one record stands where videos by name should; the tool that wrote the list kept only "
             "the last: make it again, or ask for another split");
    }
    const auto has_levels = std::any_of(kCompressions.begin(), kCompressions.end(),
                                        [&](const char* level) { return value.contains(level); });
    if (!has_levels) return value;
    if (!value.contains(compression_))
      refuse(fmt::format("{}: has no {}; set `compression`", where, compression_));
    require_object(value[compression_], where + "/" + compression_);
    return value[compression_];
  }

  int label_of(const std::string& label) const {
    const auto word = last_word(label);
    if (word == "real") return 0;
    const auto is_fake = std::find(kFakeEndings.begin(), kFakeEndings.end(), word) != kFakeEndings.end() ||
                         std::find(fake_labels_.begin(), fake_labels_.end(), label) != fake_labels_.end();
    if (!is_fake) {
      refuse(
          fmt::format("label \"{}\" says neither real nor fake; if it means fake, set fake_labels = [\"{}\"]",
                      label, label));
    }
    return 1;
  }

  void add(const std::string& label, const std::string& name, const nlohmann::json& record,
           const std::string& split, PreparedPlaces& places, unseen::Manifest& result) const {
    const auto id = label + "/" + name;
    require_object(record, id);
    if (datasets::text_of(record, "label") != label) {
      refuse(fmt::format("{}: labelled \"{}\" there; make the list again", id,
                         datasets::text_of(record, "label")));
    }
    const auto is_fake = label_of(label);
    auto found = places.find(id, frame_paths(id, record));
    for (auto& absent : found.absent) result.absent.push_back(std::move(absent));
    if (found.frames.empty()) return;
    const auto count = static_cast<std::int64_t>(found.frames.size());
    result.videos.push_back({id, is_fake, is_fake == 0 ? "real" : label,
                             is_fake == 0 ? "" : source_of(label, name), split, found.folder, found.bytes,
                             count});
    result.videos.back().is_face_crop = true;
    const std::lock_guard lock{mutex_};
    frames_[id] = std::move(found.frames);
  }

  std::vector<std::string> frame_paths(const std::string& id, const nlohmann::json& record) const {
    const auto frames = record.find("frames");
    if (frames == record.end() || !frames->is_array()) refuse(id + ": wanted an array of frames");
    std::vector<std::string> paths;
    for (const auto& frame : *frames) {
      if (!frame.is_string()) refuse(fmt::format("{}: wanted a frame's path, found {}", id, frame.dump()));
      paths.push_back(frame);
    }
    return paths;
  }

  const std::vector<std::string>& frames_of(const std::string& id) const {
    const std::lock_guard lock{mutex_};
    return frames_.at(id);
  }

  std::string list_, compression_;
  std::vector<std::string> fake_labels_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::vector<std::string>> frames_;  // by id, names in the video's folder
};

}  // namespace

UNSEEN_PLUGIN(Dataset, DfbPrepared, "dfb_prepared");
