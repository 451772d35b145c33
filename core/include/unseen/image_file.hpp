#pragma once

#include <filesystem>
#include <string_view>

namespace [[gnu::visibility("default")]] unseen {

/// Whether the name ends as an image's that OpenCV reads: .png, .jpg, .jpeg, .bmp, .webp, .tif, .tiff in any
/// case.
bool is_image_file(const std::filesystem::path& file);

/// Whether a JPEG or PNG, given by its bytes, ends before its picture does. Of a cut JPEG OpenCV gives the
/// rest in grey, and no error; of a cut PNG its library prints a line of its own. False for other formats.
bool is_cut_image(std::string_view bytes);

}  // namespace unseen
