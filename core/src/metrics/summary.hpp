#pragma once

#include <string>
#include <utility>
#include <vector>

#include "metrics/video_score.hpp"

namespace unseen {

/// Everything that is stored of an evaluation, by its stored name: shares in [0, 1], video_logloss in nats,
/// counts.
///
///   video_auc video_auc_low video_auc_high (95 %, estimate_auc)  frame_auc
///   video_accuracy (at 0.5)  video_logloss  video_eer  video_ap
///   videos_expected = videos_scored (by at least one frame) + videos_faceless + videos_missing
///   frames_expected frames_scored frames_faceless frames_missing
///   real_videos fake_videos: what the video metrics rest on, under `half` the faceless ones with it
///
/// frame_auc rests on scored frames alone, under either policy. InputError where the videos that count are of
/// one class: it says how many were left out and why. Error where a score is no probability or a label
/// neither 0 nor 1.
std::vector<std::pair<std::string, double>> summarize(const std::vector<ScoredVideo>& videos,
                                                      NoFacePolicy policy);

}  // namespace unseen
