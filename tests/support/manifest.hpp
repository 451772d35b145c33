#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <unseen/dataset.hpp>

namespace unseen {

/// How many videos a published count speaks of.
inline std::int64_t count(const std::vector<Video>& videos, const PublishedCount& of) {
  return std::count_if(videos.begin(), videos.end(), [&](const Video& video) {
    return (of.split.empty() || of.split == video.split) && (of.label < 0 || of.label == video.label) &&
           (of.method.empty() || of.method == video.method);
  });
}

inline std::map<std::string, Video> by_id(const Manifest& manifest) {
  std::map<std::string, Video> result;
  for (const auto& video : manifest.videos) result[video.id] = video;
  return result;
}

inline std::map<std::string, int> labels_of(const Manifest& manifest) {
  std::map<std::string, int> result;
  for (const auto& video : manifest.videos) result[video.id] = video.label;
  return result;
}

}  // namespace unseen
