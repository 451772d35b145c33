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

inline std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// The folders below the root that hold classes; "all" where the root itself does: one split for all.
inline std::vector<std::string> split_folders(const fs::path& root) {
  std::vector<std::string> found;
  for (const auto& entry : entries(root)) {
    if (is_folder(entry) && holds_classes(entry.path())) found.push_back(entry.path().filename().string());
  }
  return found.empty() ? std::vector<std::string>{"all"} : found;
}

/// The folder that holds the classes of a split: one of its own, or one for all splits. InputError where
/// there is neither, which `files` helps to word, and where others have folders of their own and this split
/// has none.
inline fs::path class_folder(const fs::path& root, const std::string& split, const std::string& files) {
  if (holds_classes(root / split)) return root / split;
  const auto others = split_folders(root);
  if (others != std::vector<std::string>{"all"}) {
    throw unseen::InputError{root.string() +
                             ": wanted one of its folders with real/ and fake/ as the split (" +
                             listed(others) + "), found \"" + split + "\"; correct `split`"};
  }
  if (holds_classes(root)) return root;
  throw unseen::InputError{root.string() + ": neither real/ nor fake/ lies here or in " + split +
                           "/; wanted real/<" + files + "> and fake/<method>/<" + files +
                           ">; set `root` to the folder that holds them"};
}

}  // namespace datasets
