#include <sys/stat.h>

#include "results/plan.hpp"

namespace unseen {

std::optional<Evidence> evidence_of(const std::string& kind, const std::filesystem::path& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return std::nullopt;
  const auto mtime = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
  // A folder's size says nothing, and differs between file systems.
  return Evidence{kind, "", path.string(), S_ISDIR(info.st_mode) ? 0 : info.st_size, mtime};
}

}  // namespace unseen
