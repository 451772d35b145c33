#include "metrics/summary.hpp"

#include <fmt/format.h>

#include <string_view>

#include <unseen/error.hpp>

#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/average_precision.hpp"
#include "metrics/binary_scores.hpp"
#include "metrics/delong.hpp"
#include "metrics/equal_error_rate.hpp"
#include "metrics/log_loss.hpp"

namespace unseen {
namespace {

struct Scores {
  std::vector<double> scores;
  std::vector<int> labels;
};

struct Counts {
  int scored = 0, faceless = 0, missing = 0;
  long frames_expected = 0, frames_faceless = 0, frames_missing = 0;
};

Counts count(const std::vector<ScoredVideo>& videos) {
  Counts counts;
  for (const auto& video : videos) {
    ++(!video.frame_scores.empty() ? counts.scored : is_faceless(video) ? counts.faceless : counts.missing);
    counts.frames_expected += video.frames_expected;
    counts.frames_faceless += video.frames_faceless;
    counts.frames_missing += video.frames_missing;
  }
  return counts;
}

Scores video_scores(const std::vector<ScoredVideo>& videos, NoFacePolicy policy) {
  Scores result;
  for (const auto& video : videos) {
    if (const auto score = video_score(video, policy)) {
      result.scores.push_back(*score);
      result.labels.push_back(video.label);
    }
  }
  return result;
}

Scores frame_scores(const std::vector<ScoredVideo>& videos) {
  Scores result;
  for (const auto& video : videos) {
    result.scores.insert(result.scores.end(), video.frame_scores.begin(), video.frame_scores.end());
    result.labels.resize(result.scores.size(), video.label);
  }
  return result;
}

void require_both(const ClassCounts& classes, const Counts& counts) {
  if (classes.real > 0 && classes.fake > 0) return;
  const std::string_view absent = classes.real > 0 ? "fake" : classes.fake > 0 ? "real" : "real or fake";
  throw InputError{
      fmt::format("the AUC is undefined: no {} videos among those scored ({} real, {} fake); of all, {} "
                  "show no face and {} are missing or damaged; a test needs videos of both classes",
                  absent, classes.real, classes.fake, counts.faceless, counts.missing)};
}

}  // namespace

std::vector<std::pair<std::string, double>> summarize(const std::vector<ScoredVideo>& videos,
                                                      NoFacePolicy policy) {
  const auto counts = count(videos);
  const auto [scores, labels] = video_scores(videos, policy);
  const auto frames = frame_scores(videos);
  const auto classes = count_classes(scores, labels);
  require_both(classes, counts);
  const auto estimate = estimate_auc(scores, labels);
  return {{"video_auc", estimate.auc},
          {"video_auc_low", estimate.interval.low},
          {"video_auc_high", estimate.interval.high},
          {"frame_auc", auc(frames.scores, frames.labels)},
          {"video_accuracy", accuracy(scores, labels)},
          {"video_logloss", log_loss(scores, labels)},
          {"video_eer", equal_error_rate(scores, labels)},
          {"video_ap", average_precision(scores, labels)},
          {"videos_expected", static_cast<double>(videos.size())},
          {"videos_scored", counts.scored},
          {"videos_faceless", counts.faceless},
          {"videos_missing", counts.missing},
          {"frames_expected", static_cast<double>(counts.frames_expected)},
          {"frames_scored", static_cast<double>(frames.scores.size())},
          {"frames_faceless", static_cast<double>(counts.frames_faceless)},
          {"frames_missing", static_cast<double>(counts.frames_missing)},
          {"real_videos", static_cast<double>(classes.real)},
          {"fake_videos", static_cast<double>(classes.fake)}};
}

}  // namespace unseen
