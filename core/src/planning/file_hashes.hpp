#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "results/plan.hpp"

namespace unseen {

/// SHA-256 of files. Weight files are large and cells many: each is hashed once.
class FileHashes {
 public:
  /// Unless `require`, a file that is not there is named in place of its hash.
  explicit FileHashes(bool require) : require_{require} {}

  /// Error where it cannot be read.
  const std::string& of(const std::filesystem::path& path);

  bool is_absent(const std::filesystem::path& path) const { return absent_.contains(path); }

  /// Of all that was hashed, as kind "weights".
  std::vector<Evidence> evidence() const;

 private:
  bool require_;
  std::map<std::filesystem::path, std::string> hashes_;
  std::set<std::filesystem::path> absent_;
};

}  // namespace unseen
