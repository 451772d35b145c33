#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "sam_source.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCMake = R"(cmake_minimum_required(VERSION 3.25)
project({0} LANGUAGES CXX)
find_package(unseen REQUIRED)
unseen_add_plugin(regularizer {0} {0}.cpp)
)";

constexpr const char* kHead =
    R"(// {0}: sharpness-aware minimisation (Foret et al., ICLR 2021) as a starting point. Replace accumulate() by your rule.
//
//   cmake -B build -DCMAKE_PREFIX_PATH=<where Unseen is installed> && cmake --build build
//   UNSEEN_PLUGIN_PATH=build unseen plugins {0}

)";

/// "my_rule" -> "MyRule".
std::string class_name(const std::string& name) {
  std::string result;
  bool upper = true;
  for (const auto c : name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    result += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return result;
}

void check(const NewPluginOptions& options) {
  if (options.kind != "regularizer") {
    throw InputError{"new: a skeleton exists for \"regularizer\" alone, found \"" + options.kind + "\""};
  }
  const auto word = [](unsigned char c) { return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_'; };
  const auto good = !options.name.empty() && std::islower(static_cast<unsigned char>(options.name[0])) != 0 &&
                    std::all_of(options.name.begin(), options.name.end(), word);
  if (!good) {
    throw InputError{"new: a plugin's name has lower-case letters, digits and _, found \"" + options.name +
                     "\""};
  }
}

/// Our own plugin `sam` under another name: what a skeleton teaches is what runs.
std::string source(const std::string& name) {
  const std::string sam{kSamSource};
  auto code = sam.substr(sam.find("#include"));
  code = std::regex_replace(code, std::regex{R"(\bSam\b)"}, class_name(name));
  return fmt::format(kHead, name) + std::regex_replace(code, std::regex{"\"sam\""}, '"' + name + '"');
}

void write(const fs::path& file, const std::string& text) {
  std::ofstream stream{file};
  if (!(stream << text).flush()) throw Error{file.string() + ": cannot be written"};
}

}  // namespace

int new_plugin(const NewPluginOptions& options) {
  check(options);
  const auto folder = options.folder.empty() ? fs::path{options.name} : options.folder;
  if (fs::exists(folder) && !fs::is_empty(folder)) {
    throw InputError{folder.string() + ": is there already and not empty; name another with --folder"};
  }
  fs::create_directories(folder);
  write(folder / "CMakeLists.txt", fmt::format(kCMake, options.name));
  write(folder / (options.name + ".cpp"), source(options.name));
  fmt::print("{}\n{}\n", (folder / "CMakeLists.txt").string(), (folder / (options.name + ".cpp")).string());
  return kDone;
}

}  // namespace unseen
