#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// A folder of images in an archive.
struct StoredSequence {
  std::string folder;  ///< as the archive names it
  std::int64_t frames = 0;
  std::uintmax_t bytes = 0;  ///< of all frames
};

/// Names in the archive and the files' bytes, by number.
using StoredFrames = std::vector<std::pair<std::string, std::string>>;

/// By its ending; what it is, its first bytes say: some of WildDeepfake's .tar.gz are plain.
bool is_archive(const std::filesystem::path& file);

/// All sequences of a tar, plain or compressed, in natural order. Error that names the file where it is
/// damaged or cut.
std::vector<StoredSequence> stored_sequences(const std::filesystem::path& archive);

/// The frames of some of its sequences, in one pass.
std::map<std::string, StoredFrames> stored_frames(const std::filesystem::path& archive,
                                                  const std::set<std::string>& folders);
