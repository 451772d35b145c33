#include "plugins/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>

#include "plugins/library_folder.hpp"

namespace unseen {
namespace fs = std::filesystem;

std::vector<fs::path> plugin_folders() {
  std::vector<fs::path> folders;
  if (const auto* path = std::getenv("UNSEEN_PLUGIN_PATH")) {
    std::istringstream parts{path};
    for (std::string part; std::getline(parts, part, ':');) {
      if (!part.empty()) folders.push_back(fs::absolute(part));
    }
  }
  folders.push_back(library_folder() / "unseen" / "plugins");
  return folders;
}

bool ships_with_program(const fs::path& library) {
  const auto folder = fs::weakly_canonical(library).parent_path().parent_path();
  return folder == fs::weakly_canonical(plugin_folders().back());
}

std::vector<std::string> plugin_names(const KindInfo& kind) {
  std::set<std::string> names;
  for (const auto& folder : plugin_folders()) {
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator{folder / kind.folder, absent}) {
      if (entry.path().extension() == ".so") names.insert(entry.path().stem().string());
    }
  }
  return {names.begin(), names.end()};
}

fs::path find_plugin(const KindInfo& kind, const std::string& name, const fs::path& explicit_file) {
  if (!explicit_file.empty()) return explicit_file;
  std::string searched;
  for (const auto& folder : plugin_folders()) {
    const auto file = folder / kind.folder / (name + ".so");
    if (fs::exists(file)) return file;
    searched += (searched.empty() ? "" : ", ") + file.parent_path().string();
  }
  throw InputError{fmt::format("no plugin \"{}\" of kind {}: searched {}{}", name, kind.kind, searched,
                               name_hint(name, plugin_names(kind)))};
}

}  // namespace unseen
