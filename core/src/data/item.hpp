#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "data/prepare.hpp"

namespace unseen {

/// One face of one frame, or a whole frame: what training draws and an evaluation scores.
struct Item {
  std::size_t video = 0;  ///< its place in the manifest
  std::int64_t frame = 0;
  int face = 0;  ///< those of the largest box first; 0 of a whole frame
  friend bool operator==(const Item&, const Item&) = default;
};

/// Which faces of a frame become items.
enum class FaceChoice { largest, all };

/// Of each video, `frames_per_video` of its candidates that do not lack a face, spread evenly over all of
/// them; a video with fewer gives all it has. A chosen one that cannot be read is left out and has no
/// substitute, so that damage can be counted.
std::vector<Item> choose_items(const PrepareReport& report, std::int64_t frames_per_video, FaceChoice faces);

/// Frames that choose_items() has from one video, read or not.
std::size_t chosen_frames(const PreparedVideo& video, std::int64_t frames_per_video);

/// At most `count` different places in [0, size), drawn at random, always the same ones: for contact sheets.
std::vector<std::size_t> random_places(std::size_t size, std::size_t count);

}  // namespace unseen
