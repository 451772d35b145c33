#pragma once

#include <filesystem>

namespace [[gnu::visibility("default")]] unseen {

/// Whether the name ends as a video's that OpenCV decodes: .mp4, .avi, .mkv, .mov, .webm, .m4v, .mpg, .mpeg
/// in any case.
bool is_video_file(const std::filesystem::path& file);

}  // namespace unseen
