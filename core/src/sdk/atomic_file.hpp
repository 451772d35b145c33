#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

namespace unseen {

/// Takes the next bytes of a file.
using WriteBytes = std::function<void(std::string_view)>;

/// Writes a file that is there whole or not at all: what `produce` hands over goes to a temporary file in
/// the same folder, which is flushed to the disk and renamed; then the folder is flushed. Error (with the
/// path and the system's words) where any step fails; the old content is then still in place, unless only the
/// folder could not be flushed. Several threads may write one path at once: the last to finish stays.
void stream_atomically(const std::filesystem::path& path,
                       const std::function<void(const WriteBytes& write)>& produce);

/// The same of parts, one after the other.
void write_atomically(const std::filesystem::path& path, std::span<const std::string_view> parts);

}  // namespace unseen
