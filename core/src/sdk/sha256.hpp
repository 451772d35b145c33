#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace unseen {

/// Lower-case hexadecimal SHA-256, 64 characters.
std::string sha256(std::string_view bytes);

/// Of a file's content. InputError where it cannot be opened, Error where reading fails half way.
std::string sha256_file(const std::filesystem::path& path);

}  // namespace unseen
