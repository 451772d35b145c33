// Celeb-DF v2 (Li et al., CVPR 2020). Its test list says 1 for real: turned around here, and checked against
// the folder that each video lies in. "train" is what lies on the disk and is not on the list.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>
#include <unseen/params.hpp>
#include <unseen/plugin.hpp>

#include "shared/folders.hpp"
#include "shared/labels.hpp"

namespace {

namespace fs = std::filesystem;
using unseen::InputError;

constexpr const char* kList = "List_of_testing_videos.txt";

struct Class {
  const char* name;  // as the data set spells it: ids do not depend on how a copy does
  int label;
};
constexpr std::array kClasses{Class{"Celeb-real", 0}, Class{"YouTube-real", 0}, Class{"Celeb-synthesis", 1}};

using datasets::lower;

const Class* class_named(const std::string& folder) {
  const auto found = std::find_if(kClasses.begin(), kClasses.end(),
                                  [&](const Class& known) { return lower(known.name) == lower(folder); });
  return found == kClasses.end() ? nullptr : found;
}

/// idX_idY_NNNN shows the face of idY in the clip idX_NNNN.
std::string source_of(const std::string& name) {
  const auto first = name.find('_');
  const auto last = name.rfind('_');
  if (first == std::string::npos || first == last) return "";
  return "Celeb-real/" + name.substr(0, first) + name.substr(last);
}

struct Listed {
  const Class* folder;
  std::string name;  // without extension
  friend bool operator<(const Listed& a, const Listed& b) {
    return std::pair{a.folder, a.name} < std::pair{b.folder, b.name};
  }
};

class CelebDf final : public unseen::Dataset {
 public:
  explicit CelebDf(const unseen::Params&) {}

  unseen::Manifest manifest(const std::string& split) const override {
    if (split != "train" && split != "test") {
      throw InputError{
          fmt::format("celebdf: unknown split \"{}\"; Celeb-DF has train (all that the test list leaves "
                      "out) and test",
                      split)};
    }
    const auto folders = find_folders();
    const auto listed = read_list();
    unseen::Manifest result;
    result.lists.emplace_back(kList);
    if (split == "test") {
      for (const auto& video : listed) add(video, split, folders, result);
    } else {
      for (const auto& video : on_disk(folders)) {
        if (!listed.contains(video)) add(video, split, folders, result);
      }
    }
    return result;
  }

  std::vector<std::string> splits() const override { return {"train", "test"}; }

  /// The list's 518 lines; all else of the 590 + 300 real and 5,639 fake videos is for training.
  std::vector<unseen::PublishedCount> published() const override {
    return {{"train", 0, "real", 712},
            {"train", 1, "Celeb-synthesis", 5299},
            {"test", 0, "real", 178},
            {"test", 1, "Celeb-synthesis", 340}};
  }

 private:
  using Folders = std::map<const Class*, fs::path>;

  /// Where each class lies, below the root; `videos/` may be inserted.
  Folders find_folders() const {
    Folders folders;
    for (const auto& entry : datasets::entries(root())) {
      const auto* known = class_named(entry.path().filename().string());
      if (known == nullptr || !datasets::is_folder(entry)) continue;
      if (folders.contains(known)) refuse_second(folders.at(known), entry.path());
      const auto folder = entry.path().filename();
      folders[known] = datasets::is_folder(entry.path() / "videos") ? folder / "videos" : folder;
      if (folders[known] != folder) refuse_videos_in(entry.path());
    }
    for (const auto& known : kClasses) {
      if (folders.contains(&known)) continue;
      throw InputError{
          fmt::format("{}: no such folder; wanted Celeb-real, YouTube-real and Celeb-synthesis; set `root` "
                      "to the folder of Celeb-DF-v2 that holds them",
                      (root() / known.name).string())};
    }
    return folders;
  }

  [[noreturn]] void refuse_second(const fs::path& first, const fs::path& second) const {
    throw InputError{fmt::format("{}: the same class as {}, spelt another way; keep one of the two folders",
                                 second.string(), (root() / first).string())};
  }

  /// Beside an inserted videos/ they would be left out without a word.
  static void refuse_videos_in(const fs::path& folder) {
    for (const auto& entry : datasets::entries(folder)) {
      if (lower(entry.path().extension().string()) != ".mp4") continue;
      throw InputError{entry.path().string() +
                       ": lies beside a folder videos/; keep all videos of the class in one place"};
    }
  }

  std::set<Listed> read_list() const {
    const auto file = (root() / kList).string();
    std::ifstream lines{file};
    if (!lines) {
      throw InputError{file +
                       ": the test list is missing; it comes with Celeb-DF-v2, and without it test videos "
                       "would be trained on"};
    }
    std::set<Listed> listed;
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
      const auto where = fmt::format("{}:{}", file, number);
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      if (!listed.insert(read_line(line, where)).second) {
        throw InputError{where + ": this video is listed a second time; restore the official list"};
      }
    }
    if (listed.empty()) throw InputError{file + ": lists no video; restore the official list"};
    return listed;
  }

  static Listed read_line(const std::string& line, const std::string& where) {
    std::istringstream words{line};
    int says_real = -1;
    fs::path path;
    std::string path_text, rest;
    if (!(words >> says_real >> path_text) || (says_real != 0 && says_real != 1) || words >> rest ||
        path_text.find('/') == std::string::npos ||
        lower(fs::path{path_text}.extension().string()) != ".mp4") {
      throw InputError{
          fmt::format("{}: wanted \"<1 real | 0 fake> <folder>/<file>\", found \"{}\"", where, line)};
    }
    path = path_text;
    const auto* folder = class_named(path.begin()->string());
    if (folder == nullptr) {
      throw InputError{
          fmt::format("{}: wanted Celeb-real, YouTube-real or Celeb-synthesis as the folder, found \"{}\"",
                      where, path_text)};
    }
    if (says_real == folder->label) {
      throw InputError{fmt::format(
          "{}: label {} says {}, but {} holds {} videos; restore the official list (1 = real)", where,
          says_real, says_real == 1 ? "real" : "fake", folder->name, folder->label == 0 ? "real" : "fake")};
    }
    return {folder, path.stem().string()};
  }

  std::set<Listed> on_disk(const Folders& folders) const {
    std::set<Listed> found;
    for (const auto& [known, folder] : folders) {
      for (const auto& entry : datasets::entries(root() / folder)) {
        const auto& file = entry.path();
        if (lower(file.extension().string()) == ".mp4") found.insert({known, file.stem().string()});
      }
    }
    return found;
  }

  void add(const Listed& listed, const std::string& split, const Folders& folders,
           unseen::Manifest& result) const {
    const auto* known = listed.folder;
    unseen::Video video{std::string{known->name} + "/" + listed.name,
                        known->label,
                        known->label == 0 ? "real" : known->name,
                        known->label == 0 ? "" : source_of(listed.name),
                        split,
                        folders.at(known) / (listed.name + ".mp4")};
    datasets::add_listed(result, root(), std::move(video));
  }
};

}  // namespace

UNSEEN_PLUGIN(Dataset, CelebDf, "celebdf");
