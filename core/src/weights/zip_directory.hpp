#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

namespace unseen {

/// The files of a zip archive whose entries are stored as they are, as torch.save writes it: views of their
/// bytes, by name. InputError for compressed or encrypted entries, for names twice, for what lies outside the
/// archive or overlaps.
std::map<std::string, std::span<const std::byte>> read_zip_directory(std::span<const std::byte> bytes);

}  // namespace unseen
