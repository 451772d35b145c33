// The DeepFake Detection Challenge's preview (Dolhansky et al., arXiv:1910.08854): dataset.json names every
// video with its label and its set. "videos" may be inserted below a class, and the folders of persons may be
// left out.
#include <fmt/format.h>

#include <map>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "shared/folders.hpp"
#include "shared/json_file.hpp"

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

constexpr const char* kList = "dataset.json";
constexpr const char* kReals = "original_videos";

class Dfdcp final : public unseen::Dataset {
 public:
  explicit Dfdcp(const unseen::Params&) {}

  std::vector<std::string> splits() const override { return {"train", "test"}; }

  unseen::Manifest manifest(const std::string& split) const override {
    if (split != "train" && split != "test") {
      throw InputError{fmt::format("dfdcp: unknown split \"{}\"; {} knows train and test", split, kList)};
    }
    const auto listed = read_list();
    unseen::Manifest result;
    result.lists.emplace_back(kList);
    std::map<fs::path, std::string> taken;
    for (const auto& [name, record] : listed.items()) {
      auto video = read_record(name, record, listed);
      const auto [place, is_new] = taken.emplace(video.path, name);
      if (!is_new) {
        throw InputError{fmt::format("{}: stands for {} and for {}; lay the videos out as {} names them",
                                     (root() / video.path).string(), place->second, name,
                                     (root() / kList).string())};
      }
      if (video.split == split) datasets::add_listed(result, root(), std::move(video));
    }
    return result;
  }

 private:
  nlohmann::json read_list() const {
    const auto file = root() / kList;
    if (!datasets::is_file(file)) {
      throw InputError{file.string() +
                       ": the list of labels and sets is missing; it comes with dfdc_preview_set.zip, beside "
                       "original_videos/, method_A/ and method_B/"};
    }
    auto listed = datasets::read_json(file, "restore the official list");
    if (!listed.is_object() || listed.empty()) {
      throw InputError{file.string() +
                       ": wanted an object with one record a video; restore the official list"};
    }
    return listed;
  }

  unseen::Video read_record(const std::string& name, const nlohmann::json& record,
                            const nlohmann::json& listed) const {
    const auto method = fs::path{name}.begin()->string();
    const auto label = datasets::text_of(record, "label");
    const auto set = datasets::text_of(record, "set");
    if (label != "real" && label != "fake") refuse(name, "label real or fake", label);
    if (set != "train" && set != "test") refuse(name, "set train or test", set);
    if ((label == "real") != (method == kReals)) refuse(name, "a label that its folder agrees with", label);
    const auto is_fake = label == "fake";
    return {without_ending(name),
            is_fake ? 1 : 0,
            is_fake ? method : "real",
            is_fake ? source_of(name, listed) : "",
            set,
            place_of(name)};
  }

  [[noreturn]] void refuse(const std::string& name, const std::string& wanted,
                           const std::string& found) const {
    throw InputError{fmt::format("{}: {}: wanted {}, found \"{}\"; restore the official list",
                                 (root() / kList).string(), name, wanted, found)};
  }

  static std::string without_ending(const fs::path& name) {
    return fs::path{name}.replace_extension().generic_string();
  }

  /// method_B/T/T_C/S_T_C_001.mp4 shows the face of S in original_videos/T/T_C_001.mp4; "" where that is not
  /// listed.
  static std::string source_of(const fs::path& name, const nlohmann::json& listed) {
    const auto file = name.filename().string();
    const auto original = file.substr(file.find('_') + 1);
    const auto path = fs::path{kReals} / original.substr(0, original.find('_')) / original;
    return listed.contains(path.generic_string()) ? without_ending(path) : "";
  }

  /// Where the video lies below the root; as listed where it lies nowhere.
  fs::path place_of(const fs::path& name) const {
    const auto method = *name.begin();
    const auto below = name.lexically_relative(method);
    for (const auto& place :
         {name, method / "videos" / below, method / "videos" / name.filename(), method / name.filename()}) {
      if (datasets::is_file(root() / place)) return place;
    }
    return name;
  }
};

}  // namespace

UNSEEN_PLUGIN(Dataset, Dfdcp, "dfdcp");
