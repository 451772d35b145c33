#pragma once

#include <filesystem>
#include <string>

#include "experiment/config.hpp"

namespace unseen {

/// The crop store of a data set: one file for each plugin, real path of the root, detector and size limit, so
/// that manifests, splits and crop rules share it. Its name says what it holds; the hash keeps equal names
/// apart.
std::filesystem::path crop_store_file(const std::string& dataset, const std::filesystem::path& root,
                                      const FacesConfig& faces);

}  // namespace unseen
