#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "results/claim.hpp"

namespace unseen {

/// An evaluation's identity.
struct EvaluationKey {
  std::string run_id;
  std::string checkpoint_sha256;
  std::string test_identity;
};

struct VideoScore {
  std::string video;
  int label = 0;  ///< 1: fake
  std::string method;
  std::optional<double> score;  ///< P(fake), the mean over scored frames; none: no frame was scored
  int frames_expected = 0, frames_scored = 0, frames_faceless = 0, frames_missing = 0;
};

struct EvaluationResult {
  std::vector<std::pair<std::string, double>> metrics;  ///< NaN is stored as NULL
  std::vector<VideoScore> videos;
};

struct EvaluationClaim {
  ClaimOutcome outcome{};
  std::string evaluation_id;
  Owner holder;
};

/// Claims an evaluation for this process, like claim_run. The test's name is no part of its identity: the
/// latest name given here is the one that the views show, also for a finished evaluation. `resolved` is
/// canonical JSON.
EvaluationClaim claim_evaluation(Database& database, const EvaluationKey& key, const std::string& test_name,
                                 const std::string& resolved, bool force = false);

/// Stores scores and metrics and ends the evaluation as finished, in one transaction; it takes the place of
/// the run's older evaluation on the same test. Error where this process no longer holds it.
void finish_evaluation(Database& database, const std::string& evaluation_id, const EvaluationResult& result);

/// Ends the evaluation as failed (or interrupted), keeping no scores.
void fail_evaluation(Database& database, const std::string& evaluation_id, const std::string& reason,
                     const std::string& state = "failed");

/// Keeps an evaluation's claim alive for other hosts, from its own thread and connection, while this object
/// lives.
class EvaluationHeartbeat {
 public:
  EvaluationHeartbeat(const std::filesystem::path& database_file, std::string evaluation_id);
  ~EvaluationHeartbeat();
  EvaluationHeartbeat(const EvaluationHeartbeat&) = delete;
  EvaluationHeartbeat& operator=(const EvaluationHeartbeat&) = delete;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace unseen
