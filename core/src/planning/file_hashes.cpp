#include "planning/file_hashes.hpp"

#include <chrono>

#include "sdk/sha256.hpp"

namespace unseen {
namespace fs = std::filesystem;

Evidence evidence_of(const std::string& kind, const fs::path& path) {
  const auto mtime = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::file_clock::to_sys(fs::last_write_time(path)).time_since_epoch());
  return {kind, "", path.string(), static_cast<std::int64_t>(fs::file_size(path)), mtime.count()};
}

const std::string& FileHashes::of(const fs::path& path) {
  auto found = hashes_.find(path);
  if (found == hashes_.end()) found = hashes_.emplace(path, sha256_file(path)).first;
  return found->second;
}

std::vector<Evidence> FileHashes::evidence() const {
  std::vector<Evidence> all;
  for (const auto& [path, hash] : hashes_) all.push_back(evidence_of("weights", path));
  return all;
}

}  // namespace unseen
