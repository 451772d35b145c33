#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace unseen {

/// Names and contents, in the order in which a tar gets them.
using TarMembers = std::vector<std::pair<std::string, std::string>>;

/// Writes a tar, whatever its name says: compressed with gzip or plain. Makes the folders on the way.
void write_tar(const std::filesystem::path& file, const TarMembers& members, bool compressed);

}  // namespace unseen
