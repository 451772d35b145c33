#pragma once

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <unseen/dataset.hpp>
#include <unseen/error.hpp>

/// What several data set plugins need, in headers alone: a plugin of a user's own may copy any of them.
namespace datasets {

namespace fs = std::filesystem;

inline bool says_absent(const std::error_code& error) {
  return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
}

[[noreturn]] inline void refuse_unreadable(const fs::path& path, const std::error_code& error) {
  throw unseen::InputError{
      path.string() + ": cannot be read (" + error.message() +
      "), so what is in it cannot be told from what is not; mend its rights, or the link that it is"};
}

/// False where there is none; InputError where a folder on the way cannot be searched: what may be there is
/// not absent.
inline bool is_folder(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (error && !says_absent(error)) refuse_unreadable(path, error);
  return fs::is_directory(status);
}

/// The same, of what entries() found: mostly known without a look at the disk.
inline bool is_folder(const fs::directory_entry& entry) {
  std::error_code error;
  const auto is = entry.is_directory(error);
  if (error && !says_absent(error)) refuse_unreadable(entry.path(), error);
  return is;
}

inline bool is_file(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (error && !says_absent(error)) refuse_unreadable(path, error);
  return fs::is_regular_file(status);
}

/// What lies in a folder, by name, without hidden names. InputError where it cannot be read.
inline std::vector<fs::directory_entry> entries(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::directory_entry> found;
  for (fs::directory_iterator entry{folder, error}, end; !error && entry != end; entry.increment(error)) {
    if (!entry->path().filename().string().starts_with('.')) found.push_back(*entry);
  }
  if (error) refuse_unreadable(folder, error);
  std::sort(found.begin(), found.end());
  return found;
}

/// Bytes of a file that entries() found. InputError where it cannot be read: a link to nothing is one.
inline std::uintmax_t size_of(const fs::path& path) {
  std::error_code error;
  const auto bytes = fs::file_size(path, error);
  if (error) refuse_unreadable(path, error);
  return bytes;
}

/// Takes a listed video into `videos`, with its size, or its path into `absent` where no such file is there.
inline void add_listed(unseen::Manifest& manifest, const fs::path& root, unseen::Video video) {
  std::error_code error;
  video.bytes = fs::file_size(root / video.path, error);
  if (error && !says_absent(error)) refuse_unreadable(root / video.path, error);
  if (error) {
    manifest.absent.push_back(std::move(video.path));
  } else {
    manifest.videos.push_back(std::move(video));
  }
}

}  // namespace datasets
