#include "planning/file_hashes.hpp"

#include "sdk/sha256.hpp"

namespace unseen {
namespace fs = std::filesystem;

const std::string& FileHashes::of(const fs::path& path) {
  auto found = hashes_.find(path);
  if (found != hashes_.end()) return found->second;
  if (!require_ && !fs::exists(path)) {
    absent_.insert(path);
    return hashes_.emplace(path, "absent: " + path.filename().string()).first->second;
  }
  return hashes_.emplace(path, sha256_file(path)).first->second;
}

std::vector<Evidence> FileHashes::evidence() const {
  std::vector<Evidence> all;
  for (const auto& [path, hash] : hashes_) {
    if (!is_absent(path)) all.push_back(evidence_of("weights", path).value());
  }
  return all;
}

}  // namespace unseen
