// FaceForensics++ (Roessler et al., ICCV 2019) as its download script lays it out, and the DeepFakeDetection
// videos beside it. A video that is listed and not there is named in Manifest::absent.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <utility>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

using Pairs =
    std::set<std::pair<std::string, std::string>>;  // (target, source), each pair in both directions

constexpr const char* kActors = "DeepFakeDetection";  // its actors are not in the split lists

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
    const auto actors = std::count(methods_.begin(), methods_.end(), kActors) > 0;
    if (actors) refuse_actors_outside_test(split);
    if (!actors || methods_.size() > 1) add_listed(split, result);
    if (actors) add_actors(result);
    return result;
  }

 private:
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
    std::error_code missing;
    video.bytes = fs::file_size(root() / video.path, missing);
    if (missing) {
      result.absent.push_back(video.path);
    } else {
      result.videos.push_back(std::move(video));
    }
  }

  /// The folder of a sequence's videos, below the root; `c0` is another name of `raw`, `videos/` may be left
  /// out.
  fs::path folder_of(const fs::path& sequence) const {
    auto names = std::vector<std::string>{compression_};
    if (compression_ == "raw") names.push_back("c0");
    for (const auto& name : names) {
      for (const auto& folder : {sequence / name / "videos", sequence / name}) {
        if (fs::is_directory(root() / folder)) return folder;
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
    for (const auto& entry : fs::directory_iterator(root() / folder)) {
      if (entry.path().extension() == ".mp4") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  fs::path split_list(const std::string& split) const {
    if (split != "train" && split != "val" && split != "test") {
      throw InputError{
          fmt::format("faceforensics: unknown split \"{}\"; FaceForensics++ has train, val and test", split)};
    }
    for (const auto& list : {fs::path{split + ".json"}, fs::path{"splits"} / (split + ".json")}) {
      if (fs::is_regular_file(root() / list)) return list;
    }
    throw InputError{
        fmt::format("{}: the official split list is missing, here and in splits/; copy train.json, val.json "
                    "and test.json of "
                    "FaceForensics++'s dataset/splits to one of the two",
                    (root() / (split + ".json")).string())};
  }

  Pairs read_pairs(const fs::path& list) const {
    const auto file = (root() / list).string();
    std::ifstream text{file};
    try {
      const auto listed = nlohmann::json::parse(text).get<std::vector<std::vector<std::string>>>();
      Pairs pairs;
      for (const auto& pair : listed) {
        if (pair.size() != 2) throw InputError{wrong_list(file, fmt::format("an entry of {}", pair.size()))};
        pairs.insert({pair[0], pair[1]});
        pairs.insert({pair[1], pair[0]});
      }
      return pairs;
    } catch (const nlohmann::json::exception& error) {
      throw InputError{wrong_list(file, error.what())};
    }
  }

  static std::string wrong_list(const std::string& file, const std::string& found) {
    return fmt::format(
        "{}: wanted a JSON array of pairs of ids, [[\"000\", \"003\"], ...], found {}; restore the "
        "official list",
        file, found);
  }

  std::vector<std::string> methods_;
  std::string compression_;
};

}  // namespace

UNSEEN_PLUGIN(Dataset, FaceForensics, "faceforensics");
