#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/prepare.hpp"

namespace unseen {

/// One frame of one video: what training draws and an evaluation scores.
struct Item {
  std::size_t video = 0;  ///< its place in the manifest
  std::int64_t frame = 0;
  friend bool operator==(const Item&, const Item&) = default;
};

/// Of each video, `frames_per_video` of its candidates, spread evenly over all of them; a video with fewer
/// gives all it has. A chosen one that cannot be read is left out and has no substitute, so that damage can
/// be counted.
std::vector<Item> choose_items(const PrepareReport& report, std::int64_t frames_per_video);

}  // namespace unseen
