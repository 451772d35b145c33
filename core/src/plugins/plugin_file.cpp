#include "plugins/plugin_file.hpp"

#define BOOST_DLL_USE_STD_FS
#include <fmt/format.h>

#include <algorithm>
#include <boost/core/demangle.hpp>
#include <boost/dll/library_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <regex>

#include <unseen/error.hpp>

namespace unseen {
namespace {

namespace dll = boost::dll;

constexpr std::string_view kStampStart = "unseen-plugin sdk=";
constexpr std::string_view kSymbolStart = "unseen_plugin_";

std::string exported_kind(const dll::shared_library& library) {
  for (const auto* kind : {"Backbone", "Regularizer", "Dataset", "Augmentation"}) {
    if (library.has(std::string{kSymbolStart} + kind)) return std::string{kSymbolStart} + kind;
  }
  return "no plugin constant at all (is UNSEEN_PLUGIN missing?)";
}

/// dlerror's text without the unrelated system error that Boost appends, its symbol in C++'s own spelling.
std::string readable(std::string text) {
  text = std::regex_replace(text, std::regex{R"(: Bad file descriptor.*$)"}, "");
  std::smatch match;
  if (std::regex_search(text, match, std::regex{R"(undefined symbol: (\w+))"})) {
    return "undefined symbol: " + boost::core::demangle(match[1].str().c_str());
  }
  return text;
}

/// Each library is opened once and never closed: closing one that registered anything with torch, or whose
/// objects live, crashes.
const dll::shared_library& opened(const std::filesystem::path& file) {
  static auto& libraries = *new std::map<std::filesystem::path, dll::shared_library>;
  static std::mutex mutex;
  const std::lock_guard lock{mutex};
  const auto path = std::filesystem::absolute(file);
  if (const auto known = libraries.find(path); known != libraries.end()) return known->second;
  try {
    return libraries.try_emplace(path, path, dll::load_mode::rtld_now | dll::load_mode::rtld_local)
        .first->second;
  } catch (const std::exception& error) {
    throw InputError{fmt::format("{}: cannot be loaded: {}; rebuild the plugin, linking all it uses",
                                 file.string(), readable(error.what()))};
  }
}

}  // namespace

std::string stamp_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{stream}, {}};
  const auto start = bytes.find(kStampStart);
  if (start == std::string::npos) return "";
  return bytes.substr(start, bytes.find('\0', start) - start);
}

const void* open_plugin(const std::filesystem::path& file, const KindInfo& kind) {
  if (!std::filesystem::is_regular_file(file)) throw InputError{file.string() + ": no such file"};
  const auto stamp = stamp_of(file);
  if (stamp.empty()) {
    throw InputError{
        file.string() +
        ": not an Unseen plugin (it carries no build stamp); build it with unseen_add_plugin, as a "
        "project of `unseen new regularizer NAME` does"};
  }
  // Plugins of some kinds carry a longer stamp; one of another kind is told so below, if the rest agrees.
  const auto agree =
      stamp == kind.stamp || stamp.starts_with(kind.stamp + " ") || kind.stamp.starts_with(stamp + " ");
  if (!agree) {
    throw InputError{
        fmt::format("{}: built against something else; rebuild it against this install\n"
                    "  wanted: {}\n  found:  {}",
                    file.string(), kind.stamp, stamp)};
  }
  const auto& library = opened(file);
  const auto symbol = std::string{kSymbolStart} + kind.kind;
  if (!library.has(symbol)) {
    throw InputError{fmt::format("{}: wrong kind: wanted {}, it exports {}", file.string(), symbol,
                                 exported_kind(library))};
  }
  return &library.get<const char>(symbol);
}

}  // namespace unseen
