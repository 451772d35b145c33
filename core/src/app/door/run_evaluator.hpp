#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "app/door/trained_model.hpp"
#include "planning/planner.hpp"
#include "results/database.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// Tests the checkpoint of one finished run. The model is loaded when the first test needs it.
class RunEvaluator {
 public:
  /// Error where the run's chosen checkpoint is not recorded.
  RunEvaluator(const ResolvedCell& cell, std::filesystem::path database, std::string run_id, bool force,
               StopRequest stop);

  /// Runs one test and stores its scores; skips it where it is finished (unless forced) or another process
  /// has it. False, with the reason on stderr, where it failed; throws Interrupted after a signal.
  bool evaluate(const ResolvedTest& test);

 private:
  Backbone& model();
  void score(const ResolvedTest& test, const std::string& evaluation_id);

  const ResolvedCell& cell_;
  std::filesystem::path database_file_;
  std::string run_id_;
  bool force_;
  StopRequest stop_;
  Database database_;
  RecordedWeights checkpoint_;
  std::shared_ptr<Backbone> model_;
  Placement placement_;
};

}  // namespace unseen
