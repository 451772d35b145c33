#pragma once

#include <filesystem>
#include <span>
#include <string_view>

namespace unseen {

/// Writes a file that is there whole or not at all: the parts go one after the other to a temporary file in
/// the same folder, which is flushed to the disk and renamed; then the folder is flushed. Error (with the
/// path and the system's words) where any step fails; the old content is then still in place, unless only the
/// folder could not be flushed. Several threads may write one path at once: the last to finish stays.
void write_atomically(const std::filesystem::path& path, std::span<const std::string_view> parts);

}  // namespace unseen
