#include "app/door/run_evaluator.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/prepared_set.hpp"
#include "metrics/summary.hpp"
#include "results/evaluation_log.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

NoFacePolicy policy(const FacesConfig& faces) {
  return faces.no_face == "half" ? NoFacePolicy::half : NoFacePolicy::exclude;
}

/// One line on stderr for a person who waits: the metrics of a test that has just ended.
void report_metrics(const std::string& run, const std::string& test, const EvaluationResult& result) {
  std::string line = "run " + run.substr(0, 12) + ", test " + test + ":";
  for (const auto& [name, value] : result.metrics) {
    const auto shown =
        name == "video_auc" || name == "frame_auc" || name == "video_accuracy" || name == "video_eer";
    if (shown) line += fmt::format("  {} {:.4f}", name, value);
  }
  fmt::print(stderr, "{}\n", line);
}

VideoScore stored(const ScoredVideo& video, const std::string& method, NoFacePolicy no_face) {
  return {video.id,
          video.label,
          method,
          video_score(video, no_face),
          video.frames_expected,
          static_cast<int>(video.frame_scores.size()),
          video.frames_faceless,
          video.frames_missing};
}

}  // namespace

RunEvaluator::RunEvaluator(const ResolvedCell& cell, std::filesystem::path database, std::string run_id,
                           bool force, StopRequest stop)
    : cell_{cell},
      database_file_{std::move(database)},
      run_id_{std::move(run_id)},
      force_{force},
      stop_{std::move(stop)},
      database_{Database::open(database_file_)} {
  checkpoint_ = tested_weights(cell.cell->config, show_run(database_, run_id_));
}

Backbone& RunEvaluator::model() {
  if (!model_) model_ = trained_model(cell_.cell->config, checkpoint_, placement_);
  return *model_;
}

bool RunEvaluator::evaluate(const ResolvedTest& test) {
  const auto claim = claim_evaluation(database_, {run_id_, checkpoint_.sha256, test.identity},
                                      test.config.name, canonical_json(test.resolved), force_);
  if (claim.outcome == ClaimOutcome::already_finished) return true;
  if (claim.outcome == ClaimOutcome::held) {
    fmt::print(stderr, "test {} of run {} is being made by {}; left to it\n", test.config.name,
               run_id_.substr(0, 12), claim.holder.text());
    return true;
  }
  try {
    const EvaluationHeartbeat heartbeat{database_file_, claim.evaluation_id};
    score(test, claim.evaluation_id);
    return true;
  } catch (const Interrupted&) {
    fail_evaluation(database_, claim.evaluation_id, "interrupted", "interrupted");
    throw;
  } catch (const std::exception& error) {
    fail_evaluation(database_, claim.evaluation_id, error.what());
    fmt::print(stderr, "unseen: test {} of run {} failed: {}\n", test.config.name, run_id_.substr(0, 12),
               error.what());
    return false;
  }
}

void RunEvaluator::score(const ResolvedTest& test, const std::string& evaluation_id) {
  const auto& config = cell_.cell->config;
  auto& network = model();
  SetOptions options;
  options.faces = config.faces;
  options.frames_per_video = test.config.frames_per_video;
  options.side = network.input().side;
  options.workers = placement_.workers;
  options.device = placement_.device;
  const PreparedSet set{test.data, options, "test " + test.config.name, stop_};
  const auto scores = fake_probabilities(network, set, set.size(), config.train.batch_size, placement_,
                                         test.config.perturb, "test " + test.config.name, stop_);
  const auto scored = set.by_video(scores);
  EvaluationResult result{summarize(scored.videos, policy(config.faces)), {}};
  result.metrics.emplace_back("videos_absent", static_cast<double>(set.absent()));
  for (std::size_t i = 0; i < scored.videos.size(); ++i) {
    result.videos.push_back(stored(scored.videos[i], scored.methods[i], policy(config.faces)));
  }
  finish_evaluation(database_, evaluation_id, result);
  report_metrics(run_id_, test.config.name, result);
}

}  // namespace unseen
