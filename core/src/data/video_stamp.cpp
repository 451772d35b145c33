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
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  if (!S_ISDIR(status.st_mode)) return video_stamp(path);
  return VideoStamp{static_cast<std::int64_t>(bytes), changed(status)};
}

}  // namespace unseen
