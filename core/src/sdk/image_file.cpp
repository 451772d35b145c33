#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include <unseen/image_file.hpp>

namespace unseen {

bool is_image_file(const std::filesystem::path& file) {
  static constexpr std::array kEndings{".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"};
  auto ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

bool is_cut_image(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x89PNG"sv)) return bytes.rfind("IEND"sv) == std::string_view::npos;
  if (!bytes.starts_with("\xFF\xD8"sv)) return false;
  // The end marker must follow the last scan: a preview inside has an end of its own.
  const auto scan = bytes.rfind("\xFF\xDA"sv);
  const auto end = bytes.rfind("\xFF\xD9"sv);
  return scan == std::string_view::npos || end == std::string_view::npos || end < scan;
}

}  // namespace unseen
