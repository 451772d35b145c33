#pragma once

#include <filesystem>
#include <vector>

#include "wilddeepfake_archive.hpp"

/// stored_sequences(), kept in the cache folder for as long as the archive's size and time of change stay: to
/// list a compressed archive is to unpack all of it.
std::vector<StoredSequence> indexed_sequences(const std::filesystem::path& archive);
