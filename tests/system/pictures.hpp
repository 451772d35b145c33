#pragma once

#include <filesystem>

namespace unseen {

/// A picture of 32 x 32 pixels drawn from a seed, as an uncompressed .bmp: a format that needs no library to
/// write.
void write_picture(const std::filesystem::path& file, unsigned seed);

/// real/0.bmp ... and fake/swap/0.bmp ..., `each` of both.
void write_pictures(const std::filesystem::path& root, unsigned each);

}  // namespace unseen
