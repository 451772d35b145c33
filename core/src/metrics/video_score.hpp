#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace unseen {

/// What one test gave for one video. Of the frames expected each was scored, found faceless, or missing (the
/// file absent or damaged).
struct ScoredVideo {
  std::string id;
  int label = 0;                     ///< 1: fake
  std::vector<double> frame_scores;  ///< P(fake) of the scored frames
  int frames_expected = 0;
  int frames_faceless = 0;
  int frames_missing = 0;
};

/// What a video counts for in whose frames no face was found: nothing, or a score of 0.5.
enum class NoFacePolicy { exclude, half };

/// The mean P(fake) of a video's frames. Error without frames.
double video_score(std::span<const double> frame_scores);

/// Every frame could be read, but no face was found in any.
bool is_faceless(const ScoredVideo& video);

/// The score that counts, or none where the video is left out. A video that gave nothing and has missing
/// frames is left out under either policy: damage is no evidence. Error naming the video where a frame's
/// score is no probability.
std::optional<double> video_score(const ScoredVideo& video, NoFacePolicy policy);

}  // namespace unseen
