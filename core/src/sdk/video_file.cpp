#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include <unseen/video_file.hpp>

namespace unseen {

bool is_video_file(const std::filesystem::path& file) {
  static constexpr std::array kEndings{".mp4", ".avi", ".mkv", ".mov", ".webm", ".m4v", ".mpg", ".mpeg"};
  auto ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

}  // namespace unseen
