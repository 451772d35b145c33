#include "video_stamp.hpp"

#include <sys/stat.h>

namespace unseen {
namespace {

std::int64_t changed(const struct stat& status) {
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
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
    return VideoStamp{static_cast<std::int64_t>(bytes), changed(status)};
  }
  return std::nullopt;
}

}  // namespace unseen
