#pragma once

#include <cstdint>
#include <vector>

namespace unseen {

/// Which frames of a video of `count` frames are looked at: trunc(linspace(0, count - 1, wanted)) as numpy
/// computes it, each once. Fewer than `wanted` where the video is shorter; empty where one of the two is not
/// positive.
std::vector<std::int64_t> candidate_frames(std::int64_t count, std::int64_t wanted);

/// Positions of `wanted` among `count` candidates, evenly spread over all of them: round(linspace(0, count -
/// 1, wanted)), halves to even as numpy rounds, each once. A single one is the first.
std::vector<std::int64_t> spread(std::int64_t count, std::int64_t wanted);

}  // namespace unseen
