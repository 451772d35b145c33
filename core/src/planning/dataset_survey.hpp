#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <unseen/dataset.hpp>

namespace unseen {

/// How many videos of a kind there are, and how many there should be.
struct CountedVideos {
  PublishedCount of;                      ///< which; its `videos` are those that are here
  std::optional<std::int64_t> published;  ///< none where no source gives it
};

struct AbsentFile {
  std::string split;
  std::filesystem::path path;  ///< below the root
};

/// Two splits that share videos: no run may use both.
struct SharedVideos {
  std::string first, second;
  std::int64_t videos = 0;
};

struct DatasetSurvey {
  std::vector<std::string> splits;
  std::vector<CountedVideos>
      counts;  ///< by split, label and method; then what is published of several together
  std::vector<AbsentFile> absent;
  std::vector<SharedVideos> shared;
};

/// What the splits of an opened data set hold; `splits` empty: all that it has. Decodes nothing. InputError
/// as manifest() has them, and where an id stands for two videos.
DatasetSurvey survey(const Dataset& dataset, std::vector<std::string> splits, const std::string& name);

}  // namespace unseen
