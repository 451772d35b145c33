#include "video_stamp.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace unseen {
namespace {

std::int64_t changed(const struct stat& status) {
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

/// Of the files in a folder: one that is written anew in its place leaves the folder as it was.
std::int64_t newest_inside(const std::filesystem::path& folder) {
  std::int64_t newest = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator{folder, failed}) {
    struct stat status {};
    if (::stat(entry.path().c_str(), &status) == 0) newest = std::max(newest, changed(status));
  }
  return newest;
}

}  // namespace

std::optional<VideoStamp> video_stamp(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return VideoStamp{status.st_size, changed(status)};
}

std::optional<VideoStamp> image_stamp(const std::filesystem::path& path, std::uintmax_t bytes) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) return video_stamp(path);
  for (auto place = path; place.has_relative_path(); place = place.parent_path()) {
    if (::stat(place.c_str(), &status) != 0) continue;
    if (place != path && !S_ISREG(status.st_mode)) break;  // neither there itself nor in an archive
    auto newest = changed(status);
    if (S_ISDIR(status.st_mode)) newest = std::max(newest, newest_inside(place));
    return VideoStamp{static_cast<std::int64_t>(bytes), newest};
  }
  return std::nullopt;
}

}  // namespace unseen
