#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <unseen/error.hpp>

#include "folders.hpp"

namespace datasets {

/// Whether real/ or fake/ lies in a folder.
inline bool holds_classes(const fs::path& folder) {
  return is_folder(folder / "real") || is_folder(folder / "fake");
}

/// The folders below the root that hold classes; "all" where the root itself does: one split for all.
inline std::vector<std::string> split_folders(const fs::path& root) {
  std::vector<std::string> found;
  for (const auto& entry : entries(root)) {
    if (is_folder(entry) && holds_classes(entry.path())) found.push_back(entry.path().filename().string());
  }
  return found.empty() ? std::vector<std::string>{"all"} : found;
}

/// The folder that holds the classes of a split: one of its own, or one for all splits. `files` says of what,
/// in the message of the InputError where there is neither.
inline fs::path class_folder(const fs::path& root, const std::string& split, const std::string& files) {
  for (const auto& base : {root / split, root}) {
    if (holds_classes(base)) return base;
  }
  throw unseen::InputError{root.string() + ": neither real/ nor fake/ lies here or in " + split +
                           "/; wanted real/<" + files + "> and fake/<method>/<" + files +
                           ">; set `root` to the folder that holds them"};
}

}  // namespace datasets
