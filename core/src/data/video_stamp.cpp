#include "video_stamp.hpp"

#include <sys/stat.h>

namespace unseen {

std::optional<VideoStamp> video_stamp(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return VideoStamp{status.st_size,
                    std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

}  // namespace unseen
