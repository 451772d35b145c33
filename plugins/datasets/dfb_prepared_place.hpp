#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The frames of one listed video, as they lie on this machine.
struct PreparedPlace {
  std::filesystem::path folder;               ///< below the root
  std::vector<std::string> frames;            ///< file names, by number
  std::vector<std::filesystem::path> absent;  ///< listed and not there; the folder alone where all are
  std::uintmax_t bytes = 0;
};

/// Finds the folders that the paths of a list mean, wherever the list was made. The first video that is found
/// says what of a path is that place's own; the others must begin alike, so that no folder is taken for one
/// of the same name elsewhere (FF++ has 000_003 of every method).
class PreparedPlaces {
 public:
  explicit PreparedPlaces(std::filesystem::path root) : root_{std::move(root)} {}

  /// `paths`: with / or \, relative or of another machine, in any order. InputError where they are of several
  /// folders, or of one that another video of the list has.
  PreparedPlace find(const std::string& id, const std::vector<std::string>& paths);

 private:
  std::filesystem::path folder_of(const std::string& id, const std::vector<std::string>& paths) const;
  std::filesystem::path below_root(const std::filesystem::path& listed);

  std::filesystem::path root_;
  std::optional<std::filesystem::path>
      foreign_;  ///< what the listed paths begin with and the root stands for
  std::map<std::filesystem::path, std::string> owners_;
};
