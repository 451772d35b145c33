#include "results/location.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include <unseen/error.hpp>

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> from_environment() {
  const char* const named = std::getenv("UNSEEN_DB");
  if (named == nullptr || *named == '\0') return std::nullopt;
  return fs::absolute(named).lexically_normal();
}

fs::path below(const fs::path& folder) { return folder / "results" / "results.db"; }

}  // namespace

fs::path default_database(const fs::path& experiment_file) {
  if (const auto named = from_environment()) return *named;
  const auto beside = fs::absolute(experiment_file).lexically_normal().parent_path();
  for (auto folder = beside; folder.has_relative_path(); folder = folder.parent_path()) {
    if (folder.filename() == "experiments") return below(folder.parent_path());
  }
  return below(beside);
}

fs::path find_database() {
  if (const auto named = from_environment()) return *named;
  const auto current = fs::current_path();
  for (auto folder = current;; folder = folder.parent_path()) {
    if (fs::is_regular_file(below(folder))) return below(folder);
    if (!folder.has_relative_path()) break;
  }
  throw InputError{fmt::format(
      "no results yet: wanted results/results.db in {} or a folder above it; name a file with --db or "
      "$UNSEEN_DB",
      current.string())};
}

}  // namespace unseen
