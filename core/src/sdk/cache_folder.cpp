#include <cstdlib>
#include <optional>

#include <unseen/cache_folder.hpp>
#include <unseen/error.hpp>

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> folder_in(const char* variable) {
  const auto* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return fs::path{value};
}

}  // namespace

fs::path cache_folder() {
  if (const auto folder = folder_in("UNSEEN_CACHE")) return *folder;
  if (const auto folder = folder_in("XDG_CACHE_HOME")) return *folder / "unseen";
  if (const auto home = folder_in("HOME")) return *home / ".cache" / "unseen";
  throw InputError{"no folder for the cache: set UNSEEN_CACHE to one with room for it"};
}

}  // namespace unseen
