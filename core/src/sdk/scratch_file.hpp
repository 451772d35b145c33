#pragma once

#include <filesystem>
#include <system_error>

namespace unseen {

/// A file that goes with the object, if it is there.
struct ScratchFile {
  std::filesystem::path path;

  explicit ScratchFile(std::filesystem::path file) : path{std::move(file)} {}
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
};

}  // namespace unseen
