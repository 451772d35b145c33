#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace unseen {

/// What tells a changed file from the one that was cut.
struct VideoStamp {
  std::int64_t bytes = 0;
  std::int64_t changed = 0;  ///< last modification, nanoseconds since 1970
  friend bool operator==(const VideoStamp&, const VideoStamp&) = default;
};

/// Of a file as it is now; nothing where there is none.
std::optional<VideoStamp> video_stamp(const std::filesystem::path& file);

/// Of a still image, or a folder of them or a part of an archive (a path that goes on behind its file) that
/// hold `bytes` together.
std::optional<VideoStamp> image_stamp(const std::filesystem::path& path, std::uintmax_t bytes);

}  // namespace unseen
