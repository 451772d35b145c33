// FaceForensics++ (Roessler et al., ICCV 2019) as its download script lays it out, and the DeepFakeDetection
// videos beside it. A video that is listed and not there is named in Manifest::absent.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "shared/folders.hpp"
#include "shared/json_file.hpp"

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

using Pairs =
    std::set<std::pair<std::string, std::string>>;  // (target, source), each pair in both directions

constexpr const char* kActors = "DeepFakeDetection";  // its actors are not in the split lists

// Of each method, and of the pristine videos: the ids of the official lists' 360, 70 and 70 pairs.
constexpr std::array<std::pair<const char*, std::int64_t>, 3> kPublished{
    {{"train", 720}, {"val", 140}, {"test", 140}}};

class FaceForensics final : public unseen::Dataset {
 public:
  explicit FaceForensics(const unseen::Params& params)
      : methods_{params.texts(
            "methods", {{"Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures"}},
            "forgery methods, beside the pristine videos",
            {"Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures", "FaceShifter", kActors})},
        compression_{
            params.text("compression", "c23", "raw, or H.264 at that quantiser", {"raw", "c23", "c40"})} {
    if (std::set(methods_.begin(), methods_.end()).size() != methods_.size()) {
      throw InputError{params.where("methods") + ": a method is named twice; name each once"};
    }
  }

  unseen::Manifest manifest(const std::string& split) const override {
    unseen::Manifest result;
    if (has_actors()) refuse_actors_outside_test(split);
    if (!has_actors() || methods_.size() > 1) add_listed(split, result);
    if (has_actors()) add_actors(result);
    return result;
  }

  std::vector<std::string> splits() const override {
    if (has_actors()) return {"test"};
    return {"train", "val", "test"};
  }

  std::vector<unseen::PublishedCount> published() const override {
    std::vector<unseen::PublishedCount> counts;
    for (const auto& [split, videos] : kPublished) {
      if (has_actors() && split != std::string{"test"}) continue;
      if (!has_actors()) counts.push_back({split, 0, "real", videos});
      for (const auto& method : methods_) {
        if (method != kActors) counts.push_back({split, 1, method, videos});
      }
    }
    return counts;
  }

 private:
  bool has_actors() const { return std::count(methods_.begin(), methods_.end(), kActors) > 0; }

  void refuse_actors_outside_test(const std::string& split) const {
    if (split == "test") return;
    throw InputError{
        fmt::format("faceforensics: {} has no official split, so all of it belongs to \"test\"; found split "
                    "= \"{}\"; take it "
                    "out of `methods`, or use it in a [[test]]",
                    kActors, split)};
  }

  void add_listed(const std::string& split, unseen::Manifest& result) const {
    const auto list = split_list(split);
    const auto pairs = read_pairs(list);
    result.lists.push_back(list);
    std::set<std::string> targets;
    for (const auto& [target, source] : pairs) targets.insert(target);
    const auto pristine = folder_of("original_sequences/youtube");
    for (const auto& id : targets) add({"youtube/" + id, 0, "real", "", split, {}}, pristine, id, result);
    for (const auto& method : methods_) {
      if (method == kActors) continue;
      const auto folder = folder_of("manipulated_sequences/" + method);
      for (const auto& [target, source] : pairs) {
        const auto name = target + "_" + source;
        add({method + "/" + name, 1, method, "youtube/" + target, split, {}}, folder, name, result);
      }
    }
  }

  void add_actors(unseen::Manifest& result) const {
    const auto pristine = folder_of("original_sequences/actors");
    for (const auto& name : names_in(pristine))
      add({"actors/" + name, 0, "real", "", "test", {}}, pristine, name, result);
    const auto forged = folder_of(std::string{"manipulated_sequences/"} + kActors);
    for (const auto& name : names_in(forged)) {
      add({std::string{kActors} + "/" + name, 1, kActors, actor_source(name), "test", {}}, forged, name,
          result);
    }
  }

  /// TARGET_SOURCE__SCENE__CODE was made from the pristine TARGET__SCENE.
  static std::string actor_source(const std::string& name) {
    const auto target = name.find('_');
    const auto scene = name.find("__");
    const auto code = name.rfind("__");
    if (target == std::string::npos || target == scene || code == scene) return "";
    return "actors/" + name.substr(0, target) + name.substr(scene, code - scene);
  }

  void add(unseen::Video video, const fs::path& folder, const std::string& name,
           unseen::Manifest& result) const {
    video.path = folder / (name + ".mp4");
    datasets::add_listed(result, root(), std::move(video));
  }

  /// The folder of a sequence's videos, below the root; `c0` is another name of `raw`, `videos/` may be left
  /// out.
  fs::path folder_of(const fs::path& sequence) const {
    auto names = std::vector<std::string>{compression_};
    if (compression_ == "raw") names.push_back("c0");
    for (const auto& name : names) {
      for (const auto& folder : {sequence / name / "videos", sequence / name}) {
        if (datasets::is_folder(root() / folder)) return folder;
      }
    }
    throw InputError{
        fmt::format("{}: no such folder; wanted the videos of this sequence in FaceForensics++'s layout; set "
                    "`root` to the folder "
                    "that holds original_sequences/ and manipulated_sequences/, or download them (or change "
                    "`methods` and "
                    "`compression`)",
                    (root() / sequence / compression_ / "videos").string())};
  }

  std::vector<std::string> names_in(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : datasets::entries(root() / folder)) {
      if (entry.path().extension() == ".mp4") names.push_back(entry.path().stem().string());
    }
    return names;
  }

  fs::path split_list(const std::string& split) const {
    if (split != "train" && split != "val" && split != "test") {
      throw InputError{
          fmt::format("faceforensics: unknown split \"{}\"; FaceForensics++ has train, val and test", split)};
    }
    const auto name = split + ".json";
    for (const auto& list : {fs::path{name}, fs::path{"splits"} / name, fs::path{"dataset/splits"} / name}) {
      if (datasets::is_file(root() / list)) return list;
    }
    throw InputError{
        fmt::format("{}: the official split list is missing, here and in splits/; copy train.json, val.json "
                    "and test.json of "
                    "FaceForensics++'s dataset/splits to one of the two",
                    (root() / (split + ".json")).string())};
  }

  Pairs read_pairs(const fs::path& list) const {
    const auto file = root() / list;
    const auto listed = datasets::read_json(file, "restore the official list");
    if (!listed.is_array()) throw InputError{wrong_list(file, listed.type_name())};
    Pairs pairs;
    std::set<std::string> seen;
    for (const auto& pair : listed) {
      if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
        throw InputError{wrong_list(file, pair.dump())};
      const auto target = pair[0].get<std::string>();
      const auto source = pair[1].get<std::string>();
      for (const auto& id : {target, source}) {
        if (!seen.insert(id).second) throw InputError{wrong_list(file, "\"" + id + "\" twice")};
      }
      pairs.emplace(target, source);
      pairs.emplace(source, target);
    }
    return pairs;
  }

  static std::string wrong_list(const fs::path& file, const std::string& found) {
    return fmt::format(
        "{}: wanted a JSON array of pairs of ids, [[\"000\", \"003\"], ...], found {}; restore the "
        "official list",
        file.string(), found);
  }

  std::vector<std::string> methods_;
  std::string compression_;
};

}  // namespace

UNSEEN_PLUGIN(Dataset, FaceForensics, "faceforensics");
