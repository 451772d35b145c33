// WildDeepfake (Zi et al., ACM MM 2020): face sequences, cropped already, as its tars or unpacked beside or
// in place of them: {real,fake}_{train,test}/<n>.tar.gz with <n>/<real|fake>/<sequence>/<frame>.png. The same
// numbers stand in every class, split and tar, so an id names all of them.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <map>
#include <mutex>
#include <thread>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/image_file.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "shared/folders.hpp"
#include "shared/labels.hpp"
#include "shared/natural_order.hpp"
#include "shared/picture.hpp"
#include "wilddeepfake_frames.hpp"
#include "wilddeepfake_index.hpp"

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

constexpr std::uintmax_t kKeptBytes = 128 << 20;  // and as much again while a tar is read

/// One number of a class: a tar, or the folder that it was unpacked to.
struct Part {
  fs::path path;  // below the root
  std::string id;
  int label = 0;
  bool is_tar = false;
};

std::string number_of(const fs::path& path) {
  const auto name = path.filename().string();
  return is_archive(path) ? name.substr(0, name.find(".t")) : name;
}

class WildDeepfake final : public unseen::Dataset {
 public:
  explicit WildDeepfake(const unseen::Params&) {}

  std::vector<std::string> splits() const override { return {"train", "test"}; }

  /// Of the 7,314 sequences; no source gives them by split.
  std::vector<unseen::PublishedCount> published() const override {
    return {{"", 0, "real", 3805}, {"", 1, "fake", 3509}};
  }

  unseen::Manifest manifest(const std::string& split) const override {
    if (split != "train" && split != "test") {
      throw InputError{fmt::format("wilddeepfake: unknown split \"{}\"; it has train and test", split)};
    }
    unseen::Manifest result;
    const auto parts = find_parts(split, result);
    const auto found = sequences_of(parts);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].is_tar) result.lists.push_back(parts[i].path);
      for (const auto& sequence : found[i]) result.videos.push_back(video_of(parts[i], sequence, split));
    }
    return result;
  }

  cv::Mat read(const unseen::Video& video, std::int64_t frame) const override {
    const auto index = static_cast<std::size_t>(frame);
    if (!video.in_archive) return datasets::read_picture(root() / video.path / names_of(video).at(index));
    fs::path tar, folder;
    for (const auto& part : video.path) (is_archive(tar) ? folder : tar) /= part;
    const auto frames = cache_.frames(root() / tar, folder.generic_string());
    const auto& [name, bytes] = frames->at(index);
    return datasets::decoded_picture(bytes, (root() / tar / name).string());
  }

 private:
  /// By class and number; a tar comes before the folder that it was unpacked to, which may lack a part of it.
  std::vector<Part> find_parts(const std::string& split, unseen::Manifest& result) const {
    std::vector<Part> parts;
    for (const auto label : {0, 1}) {
      const auto name = (label == 0 ? "real_" : "fake_") + split;
      const auto folder = class_folder(name);
      if (folder.empty()) {
        result.absent.emplace_back(name);
        continue;
      }
      std::map<std::string, Part, datasets::NaturalOrder> numbered;
      for (const auto& entry : datasets::entries(root() / folder)) {
        const auto is_tar = is_archive(entry.path());
        if (!is_tar && !datasets::is_folder(entry)) continue;
        auto& part = numbered[number_of(entry.path())];
        if (part.is_tar) continue;
        part = {folder / entry.path().filename(), name + "/" + number_of(entry.path()), label, is_tar};
      }
      for (auto& [number, part] : numbered) parts.push_back(std::move(part));
    }
    if (!parts.empty()) return parts;
    throw InputError{fmt::format(
        "{}: no sequence below it; wanted real_{}/<n>.tar.gz and fake_{}/<n>.tar.gz, or the folders "
        "<n>/ unpacked from them; set `root` to the folder that holds real_{}/",
        root().string(), split, split, split)};
  }

  /// Its authors write "real train", others "real_train"; empty where there is none.
  fs::path class_folder(const std::string& name) const {
    fs::path found;
    for (const auto* above : {"", "deepfake_in_the_wild"}) {
      if (!datasets::is_folder(root() / above)) continue;
      for (const auto& entry : datasets::entries(root() / above)) {
        auto spelt = datasets::lower(entry.path().filename().string());
        std::replace(spelt.begin(), spelt.end(), ' ', '_');
        if (spelt != name || !datasets::is_folder(entry)) continue;
        if (!found.empty()) {
          throw InputError{entry.path().string() + ": the same class and split as " +
                           (root() / found).string() + ", spelt another way; keep one of the two folders"};
        }
        found = above / entry.path().filename();
      }
    }
    return found;
  }

  /// What each part holds. To list compressed tars is to unpack them: several at once.
  std::vector<std::vector<StoredSequence>> sequences_of(const std::vector<Part>& parts) const {
    std::vector<std::vector<StoredSequence>> found(parts.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (auto i = next++; i < parts.size(); i = next++) {
        const auto path = root() / parts[i].path;
        found[i] = parts[i].is_tar ? indexed_sequences(path) : unpacked_sequences(path);
      }
    };
    std::vector<std::future<void>> others;
    for (unsigned i = 1; i < std::min(8U, std::thread::hardware_concurrency()); ++i)
      others.push_back(std::async(std::launch::async, work));
    work();
    for (auto& other : others) other.get();
    return found;
  }

  static std::vector<StoredSequence> unpacked_sequences(const fs::path& part) {
    std::vector<StoredSequence> found;
    add_unpacked(part, part, found);
    return found;
  }

  static void add_unpacked(const fs::path& folder, const fs::path& part, std::vector<StoredSequence>& found) {
    StoredSequence here{folder.lexically_relative(part).generic_string()};
    std::vector<fs::path> below;
    for (const auto& entry : datasets::entries(folder)) {
      if (datasets::is_folder(entry)) {
        below.push_back(entry.path());
      } else if (unseen::is_image_file(entry.path())) {
        ++here.frames;
        here.bytes += datasets::size_of(entry.path());
      }
    }
    if (here.frames > 0) found.push_back(std::move(here));
    std::sort(below.begin(), below.end(), datasets::NaturalOrder{});
    for (const auto& path : below) add_unpacked(path, part, found);
  }

  unseen::Video video_of(const Part& part, const StoredSequence& sequence, const std::string& split) const {
    const fs::path folder = sequence.folder;
    const auto inner = folder.parent_path().filename();
    if ((inner == "real" && part.label == 1) || (inner == "fake" && part.label == 0)) {
      throw InputError{
          fmt::format("{}: holds {}, whose class another folder around it contradicts; restore the "
                      "archive or its place",
                      (root() / part.path).string(), sequence.folder)};
    }
    unseen::Video video{part.id + "/" + folder.filename().string(),
                        part.label,
                        part.label == 0 ? "real" : "fake",
                        "",
                        split,
                        (part.path / folder).lexically_normal(),
                        sequence.bytes,
                        sequence.frames};
    video.in_archive = part.is_tar;
    video.is_face_crop = true;
    return video;
  }

  /// Lists a folder once; read() is called for every frame.
  const std::vector<std::string>& names_of(const unseen::Video& video) const {
    const std::lock_guard lock{mutex_};
    const auto [known, is_new] = names_.try_emplace(video.id);
    if (!is_new) return known->second;
    for (const auto& entry : datasets::entries(root() / video.path)) {
      if (unseen::is_image_file(entry.path())) known->second.push_back(entry.path().filename().string());
    }
    std::sort(known->second.begin(), known->second.end(), datasets::NaturalOrder{});
    return known->second;
  }

  mutable std::mutex mutex_;
  mutable std::map<std::string, std::vector<std::string>> names_;  // by id; a map's elements keep their place
  mutable SequenceCache cache_{kKeptBytes};
};

}  // namespace

UNSEEN_PLUGIN(Dataset, WildDeepfake, "wilddeepfake");
