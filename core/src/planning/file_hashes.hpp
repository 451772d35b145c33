#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "results/plan.hpp"

namespace unseen {

/// SHA-256 of files. Weight files are large and cells many: each is hashed once.
class FileHashes {
 public:
  const std::string& of(const std::filesystem::path& path);

  /// Of all that was hashed, as kind "weights".
  std::vector<Evidence> evidence() const;

 private:
  std::map<std::filesystem::path, std::string> hashes_;
};

}  // namespace unseen
