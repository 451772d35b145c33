#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

namespace unseen {

/// A file's bytes, read from the disk as they are looked at. The file must not be cut short meanwhile.
class MappedFile {
 public:
  /// InputError where the file cannot be opened.
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

}  // namespace unseen
