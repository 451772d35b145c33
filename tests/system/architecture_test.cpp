// Who may include what: the frame of the house, read from its sources.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace unseen {
namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;    ///< below the project
  std::string header;  ///< without its marks
  bool quoted = false;
};

bool is_source(const fs::path& file) {
  static const std::set<std::string> kExtensions{".cpp", ".hpp", ".cu", ".cuh", ".h"};
  return kExtensions.contains(file.extension().string());
}

void add_includes(const fs::path& file, std::vector<Include>& includes) {
  static const std::regex kInclude{R"(^\s*#\s*include\s*([<"])([^>"]+)[>"].*)"};
  std::ifstream stream{file};
  std::smatch match;
  for (std::string line; std::getline(stream, line);) {
    if (!std::regex_match(line, match, kInclude)) continue;
    includes.push_back({fs::relative(file, UNSEEN_PROJECT).generic_string(), match[2], match[1] == "\""});
  }
}

std::vector<Include> includes_below(const std::string& folder) {
  std::vector<Include> includes;
  for (const auto& entry : fs::recursive_directory_iterator{fs::path{UNSEEN_PROJECT} / folder}) {
    if (entry.is_regular_file() && is_source(entry.path())) add_includes(entry.path(), includes);
  }
  return includes;
}

std::vector<Include> includes_of_the_product() {
  auto all = includes_below("core");
  const auto plugins = includes_below("plugins");
  all.insert(all.end(), plugins.begin(), plugins.end());
  return all;
}

/// Files that include a header of the library and are none of those that may.
std::vector<std::string> intruders(const std::string& header, const std::string& may) {
  std::vector<std::string> found;
  const std::regex wanted{header}, allowed{may};
  for (const auto& include : includes_of_the_product()) {
    if (std::regex_search(include.header, wanted) && !std::regex_search(include.file, allowed)) {
      found.push_back(include.file + " includes " + include.header);
    }
  }
  return found;
}

/// Files that include a header of the library.
std::set<std::string> users(const std::string& header) {
  std::set<std::string> found;
  const std::regex wanted{header};
  for (const auto& include : includes_of_the_product()) {
    if (std::regex_search(include.header, wanted)) found.insert(include.file);
  }
  return found;
}

const std::vector<std::string> kNone;

TEST(Architecture, OneFileOfTheExperimentRoomSeesTheTomlLibrary) {
  EXPECT_EQ(intruders(R"(^toml\+\+)", "^core/src/experiment/"), kNone);
  EXPECT_EQ(users(R"(^toml\+\+)").size(), 1U);
}

TEST(Architecture, SqliteIsSeenByResultsAndTheCropStoreAlone) {
  EXPECT_EQ(intruders("^(SQLiteCpp/|sqlite3)", R"(^core/src/(results/|data/crop_store(_\w+)?\.))"), kNone);
  EXPECT_FALSE(users("^(SQLiteCpp/|sqlite3)").empty());
}

TEST(Architecture, BoostLoadsInThePluginsRoomAlone) {
  EXPECT_EQ(intruders("^boost/dll", "^core/src/plugins/"), kNone);
  // Whether a plugin may be opened is decided there; the two others look at LibTorch's own libraries.
  EXPECT_EQ(intruders("^dlfcn", R"(^core/src/(plugins/|app/door/doctor\.|training/device\.))"), kNone);
  EXPECT_FALSE(users("^boost/dll").empty());
}

TEST(Architecture, OpenCvIsSeenWherePicturesAre) {
  EXPECT_EQ(intruders("^opencv2/",
                      "^(core/src/(data|faces|figures)/|plugins/(datasets|augmentations)/|"
                      R"(core/include/unseen/(dataset|augmentation)\.hpp))"),
            // Its number alone, for the record of a run.
            std::vector<std::string>{"core/src/app/door/environment.cpp includes opencv2/core/version.hpp"});
}

TEST(Architecture, TorchIsNotSeenByTheRoomsThatDoWithoutIt) {
  const auto with_torch = users("^(torch|ATen|c10)/");
  for (const auto& file : with_torch) {
    EXPECT_FALSE(std::regex_search(
        file, std::regex{"^core/src/(experiment|plugins|metrics|results|study|data|weights|app/[^/]+$)"}))
        << file;
  }
  EXPECT_FALSE(with_torch.empty());
  for (const auto* free :
       {"error", "value", "params", "random", "names", "input_spec", "variant", "dataset", "augmentation"}) {
    EXPECT_FALSE(with_torch.contains(fmt::format("core/include/unseen/{}.hpp", free))) << free;
  }
}

TEST(Architecture, NoHeaderOfAnInterfaceShowsFmt) { EXPECT_EQ(intruders("^fmt/", R"(\.(cpp|cu)$)"), kNone); }

TEST(Architecture, NobodyIncludesAllOfTorch) {
  EXPECT_EQ(intruders(R"(^torch/(torch|all)\.h$)", "^$"), kNone);
}

/// The rooms whose headers a room may include, beside its own and the SDK.
const std::map<std::string, std::set<std::string>>& may_include() {
  static const std::map<std::string, std::set<std::string>> kRooms{
      {"sdk", {}},
      {"metrics", {}},
      {"plugins", {}},
      {"experiment", {"sdk"}},
      {"results", {"experiment", "sdk"}},
      {"study", {"experiment", "metrics", "sdk"}},
      {"data", {"experiment", "faces", "sdk"}},
      {"weights", {"sdk"}},
      {"training", {"experiment", "sdk", "weights"}},
      {"faces", {"experiment", "sdk", "training", "weights"}},
      {"planning", {"experiment", "faces", "plugins", "results", "sdk"}},
      {"figures", {"data", "experiment", "metrics", "planning", "sdk", "training"}}};
  return kRooms;
}

TEST(Architecture, NoRoomReachesBack) {
  static const std::regex kRoom{"^core/src/([a-z]+)/"}, kHeader{"^([a-z]+)/"};
  std::smatch room, header;
  for (const auto& include : includes_below("core/src")) {
    if (!include.quoted || !std::regex_search(include.file, room, kRoom) || room[1] == "app") continue;
    if (!std::regex_search(include.header, header, kHeader) || header[1] == room[1]) continue;
    const auto known = may_include().find(room[1]);
    ASSERT_NE(known, may_include().end()) << include.file << ": a room of which nothing is said here";
    const auto is_own_subfolder =
        fs::exists(fs::path{UNSEEN_PROJECT} / fs::path{include.file}.parent_path() / include.header);
    EXPECT_TRUE(is_own_subfolder || known->second.contains(header[1]))
        << include.file << " includes " << include.header;
  }
}

bool is_standard(const std::string& header) { return header.find_first_of("/.") == std::string::npos; }

/// Whether a plugin of that folder may include a header in angle brackets.
bool allowed_in_plugin(const Include& include) {
  static const std::regex kAll{"^(unseen|torch|ATen|c10)/"}, kPictures{"^(opencv2/|nlohmann/|archive)"};
  if (is_standard(include.header) || std::regex_search(include.header, kAll)) return true;
  if (include.header.starts_with("fmt/")) return include.file.ends_with(".cpp");
  const auto pictures =
      include.file.starts_with("plugins/datasets/") || include.file.starts_with("plugins/augmentations/");
  return pictures && std::regex_search(include.header, kPictures);
}

/// Whether a quoted header lies beside the file and is the plugin's own: beyond it no plugin knows another. A
/// plugin of several files has a folder (plugins/backbones/convnext/) or a prefix (procedural_face.hpp). What
/// several need is a header without a body in shared/ beside them, which may include its neighbours there.
bool is_own(const Include& include) {
  const auto folder = fs::path{include.file}.parent_path();
  const auto is_shared = include.header.starts_with("shared/") && include.header.ends_with(".hpp");
  if (is_shared) return fs::exists(fs::path{UNSEEN_PROJECT} / folder / include.header);
  if (include.header.find('/') != std::string::npos) return false;
  if (!fs::exists(fs::path{UNSEEN_PROJECT} / folder / include.header)) return false;
  if (std::distance(folder.begin(), folder.end()) > 2) return true;
  const auto plugin = fs::path{include.header}.stem().string();
  const auto stem = fs::path{include.file}.stem().string();
  return stem.substr(0, stem.find('_')) == plugin.substr(0, plugin.find('_'));
}

TEST(Architecture, PluginsIncludeTheSdkAndNothingOfTheCore) {
  const auto includes = includes_below("plugins");
  EXPECT_FALSE(includes.empty());
  for (const auto& include : includes) {
    EXPECT_TRUE(include.quoted ? is_own(include) : allowed_in_plugin(include))
        << include.file << ": " << include.header;
  }
}

TEST(Architecture, WhatPluginsShareAreHeadersAlone) {
  for (const auto& entry : fs::recursive_directory_iterator{fs::path{UNSEEN_PROJECT} / "plugins"}) {
    if (!entry.is_regular_file() || entry.path().parent_path().filename() != "shared") continue;
    EXPECT_EQ(entry.path().extension(), ".hpp") << entry.path();
  }
}

TEST(Architecture, TheSdkShowsNothingButItselfTorchAndOpenCv) {
  for (const auto& include : includes_below("core/include")) {
    EXPECT_FALSE(include.quoted) << include.file << ": " << include.header;
    EXPECT_TRUE(is_standard(include.header) ||
                std::regex_search(include.header, std::regex{"^(unseen|torch|ATen|c10|opencv2)/"}))
        << include.file << ": " << include.header;
  }
}

TEST(Architecture, FilesStaySmall) {
  for (const auto* folder : {"core", "plugins"}) {
    for (const auto& entry : fs::recursive_directory_iterator{fs::path{UNSEEN_PROJECT} / folder}) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      std::ifstream stream{entry.path()};
      int lines = 0;
      for (std::string line; std::getline(stream, line);) ++lines;
      EXPECT_LE(lines, 400) << entry.path();
    }
  }
}

}  // namespace
}  // namespace unseen
