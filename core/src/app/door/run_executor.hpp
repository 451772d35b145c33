#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "planning/planner.hpp"
#include "results/claim.hpp"
#include "training/evaluator.hpp"

namespace unseen {

/// How one run of a plan ended here.
enum class RunOutcome { finished, failed, held };

/// Trains and tests single runs of a plan, logging to the results file. One process executes one run at a
/// time.
class RunExecutor {
 public:
  RunExecutor(const Planned& planned, std::filesystem::path database, bool force, StopRequest stop);

  /// Claims the run of (cell, seed), trains what is missing, then runs the cell's tests. A run that another
  /// process has is left to it. What goes wrong ends the run as `failed`, is said on stderr, and does not
  /// throw; a signal ends it as `interrupted` and throws Interrupted.
  RunOutcome execute(const ResolvedCell& cell, std::int64_t seed);

  /// Runs tests of a finished run; those that are finished are skipped unless `force`. Returns false where
  /// one failed.
  bool evaluate(const ResolvedCell& cell, const std::vector<ResolvedTest>& tests, const std::string& run_id);

 private:
  /// With --force also what was finished before the command began; what a process beside this one has
  /// finished since is not made twice.
  ClaimResult claim(Database& database, const RunInfo& info) const;
  /// Says on stderr where another build of the program has trained the run, or part of it.
  void point_out_build(const ClaimResult& claim, const std::string& label);
  RunInfo info(const ResolvedCell& cell, std::int64_t seed, torch::Device device) const;
  void train(const ResolvedCell& cell, std::int64_t seed, const std::string& run_id, torch::Device device);

  const Planned& planned_;
  std::filesystem::path database_;
  /// With --force: the runs there were at the start, and their states.
  std::map<std::string, std::string> before_;
  std::set<std::string> builds_pointed_out_;
  StopRequest stop_;
};

/// "ERM, 0.001, seed 1": how lines call a run.
std::string run_label(const Cell& cell, std::int64_t seed);

}  // namespace unseen
