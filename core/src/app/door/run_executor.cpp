#include "app/door/run_executor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/environment.hpp"
#include "app/door/log_sink.hpp"
#include "app/door/run_evaluator.hpp"
#include "app/door/run_trainer.hpp"
#include "app/version.hpp"
#include "results/database.hpp"
#include "results/evaluation_log.hpp"
#include "results/queries.hpp"
#include "training/device.hpp"

namespace unseen {
std::string run_label(const Cell& cell, std::int64_t seed) {
  std::string text;
  for (const auto& [axis, label] : cell.labels) text += label + ", ";
  return text + fmt::format("seed {}", seed);
}

RunExecutor::RunExecutor(const Planned& planned, std::filesystem::path database, bool force, StopRequest stop)
    : planned_{planned}, database_{std::move(database)}, stop_{std::move(stop)} {
  if (!force) return;
  auto opened = Database::open(database_);
  for (const auto& run : list_runs(opened)) before_[run.run_id] = run.state;
}

ClaimResult RunExecutor::claim(Database& database, const RunInfo& info) const {
  const auto claim = claim_run(database, info, false);
  const auto before = before_.find(claim.run_id);
  const auto again = claim.outcome == ClaimOutcome::already_finished && before != before_.end() &&
                     before->second == "finished";
  return again ? claim_run(database, info, true) : claim;
}

RunInfo RunExecutor::info(const ResolvedCell& cell, std::int64_t seed, torch::Device device) const {
  const auto& config = cell.cell->config;
  RunInfo info;
  info.identity = cell.identity;
  info.seed = seed;
  info.resolved = canonical_json(cell.resolved);
  info.experiment = planned_.experiment->name;
  info.backbone = config.backbone.plugin.plugin;
  info.regularizer = config.regularizer.plugin;
  info.train_data = config.train.dataset.plugin.plugin;
  info.device = device_text(device);
  info.commit = build_commit();
  info.dirty = build_dirty();
  info.environment = environment();
  return info;
}

RunOutcome RunExecutor::execute(const ResolvedCell& cell, std::int64_t seed) {
  const auto label = run_label(*cell.cell, seed);
  const auto device = select_device(cell.cell->config.train.device);
  auto database = Database::open(database_);
  const auto claim = this->claim(database, info(cell, seed, device));
  if (claim.outcome == ClaimOutcome::held) {
    fmt::print(stderr, "{}: run {} is being made by {}; left to it\n", label, claim.run_id.substr(0, 12),
               claim.holder.text());
    return RunOutcome::held;
  }
  point_out_build(claim, label);
  if (claim.outcome != ClaimOutcome::already_finished) {
    try {
      // What it failed by may lie in its checkpoints. One that was only interrupted goes on, --force or not.
      const auto before = before_.find(claim.run_id);
      if (before != before_.end() && before->second == "failed") {
        std::filesystem::remove_all(run_folder(database, claim.run_id));
      }
      train(cell, seed, claim.run_id, device);
    } catch (const Error& error) {
      fmt::print(stderr, "unseen: {}: run {} failed: {}\n", label, claim.run_id.substr(0, 12), error.what());
      return RunOutcome::failed;
    }
  }
  return evaluate(cell, cell.tests, claim.run_id) ? RunOutcome::finished : RunOutcome::failed;
}

void RunExecutor::point_out_build(const ClaimResult& claim, const std::string& label) {
  if (claim.build.empty() || claim.build == build_text()) return;
  if (claim.outcome == ClaimOutcome::claimed_resume) {
    fmt::print(stderr,
               "{}: run {} was begun by the build {} and goes on with {}; --force, once it is finished, "
               "trains it anew\n",
               label, claim.run_id.substr(0, 12), claim.build, build_text());
  } else if (builds_pointed_out_.insert(claim.build).second) {
    fmt::print(stderr, "finished runs of the build {} are kept, this is {}; --force trains them again\n",
               claim.build, build_text());
  }
}

void RunExecutor::train(const ResolvedCell& cell, std::int64_t seed, const std::string& run_id,
                        torch::Device device) {
  RunLog log{database_, run_id};
  const auto folder = database_.parent_path() / "runs" / run_id;
  try {
    train_run(cell, seed, run_label(*cell.cell, seed), folder, device, log, stop_);
    log.finish("finished");
  } catch (const Interrupted& interrupted) {
    log.finish("interrupted", fmt::format("signal {}", interrupted.signal));
    throw;
  } catch (const std::exception& error) {
    // The log itself may be what failed (a full disk): then the first error is the one to tell.
    try {
      log.finish("failed", error.what());
    } catch (const Error& second) {
      fmt::print(stderr, "unseen: run {} could not be marked as failed: {}\n", run_id.substr(0, 12),
                 second.what());
    }
    throw Error{error.what()};
  }
}

bool RunExecutor::evaluate(const ResolvedCell& cell, const std::vector<ResolvedTest>& tests,
                           const std::string& run_id) {
  RunEvaluator evaluator{cell, database_, run_id, before_.contains(run_id), stop_};
  bool good = true;
  for (const auto& test : tests) good &= evaluator.evaluate(test);
  return good;
}

}  // namespace unseen
