#include "metrics/video_score.hpp"

#include <fmt/format.h>

#include <numeric>

#include <unseen/error.hpp>

#include "metrics/binary_scores.hpp"

namespace unseen {

double video_score(std::span<const double> frame_scores) {
  if (frame_scores.empty()) throw Error{"a video without scored frames has no mean score"};
  const auto sum = std::accumulate(frame_scores.begin(), frame_scores.end(), 0.0);
  return sum / static_cast<double>(frame_scores.size());
}

bool is_faceless(const ScoredVideo& video) {
  return video.frame_scores.empty() && video.frames_faceless > 0 && video.frames_missing == 0;
}

std::optional<double> video_score(const ScoredVideo& video, NoFacePolicy policy) {
  if (!video.frame_scores.empty()) {
    try {
      require_probabilities(video.frame_scores);
    } catch (const Error& error) {
      throw Error{fmt::format("video \"{}\": {}", video.id, error.what())};
    }
    return video_score(video.frame_scores);
  }
  if (is_faceless(video) && policy == NoFacePolicy::half) return 0.5;
  return std::nullopt;
}

}  // namespace unseen
