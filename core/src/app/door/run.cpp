#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <map>

#include <unseen/error.hpp>

#include "app/databases.hpp"
#include "app/door/compute_commands.hpp"
#include "app/door/dry_run.hpp"
#include "app/door/run_executor.hpp"
#include "app/door/side_by_side.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "experiment/experiment.hpp"
#include "experiment/selection.hpp"
#include "experiment/toml_writer.hpp"
#include "results/location.hpp"
#include "results/plan.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

struct Counts {
  int finished = 0, failed = 0, held = 0;

  void add(RunOutcome outcome) {
    (outcome == RunOutcome::finished ? finished : outcome == RunOutcome::failed ? failed : held)++;
  }
};

/// As a shell takes it for one word.
std::string shell_word(const std::string& text) {
  if (text.find_first_of(" \t\n\"'\\$`[]{}()*?;&|<>#~!") == std::string::npos) return text;
  std::string quoted = "'";
  for (const auto letter : text) quoted += letter == '\'' ? "'\\''" : std::string(1, letter);
  return quoted + "'";
}

void print_end(const Counts& counts, const RunOptions& options, const Experiment& experiment,
               const std::filesystem::path& written) {
  fmt::print(stderr, "{} of {} runs finished and tested", counts.finished,
             counts.finished + counts.failed + counts.held);
  if (counts.failed > 0) fmt::print(stderr, ", {} failed", counts.failed);
  if (counts.held > 0) fmt::print(stderr, ", {} left to other processes", counts.held);
  fmt::print(stderr, "\n");
  if (!experiment.table) return;
  std::string command = "unseen table " + shell_word(written.string());
  for (const auto& set : options.set) command += " --set " + shell_word(set);
  if (!options.database.empty()) command += " --db " + shell_word(options.database.string());
  fmt::print(stderr, "the table: {}\n", command);
}

RunOutcome outcome_of(const std::string& state) {
  return state == "finished"  ? RunOutcome::finished
         : state == "running" ? RunOutcome::held
                              : RunOutcome::failed;
}

/// What has become of runs that several processes have made: each counts as its worst test.
Counts counted(const std::filesystem::path& file, const Planned& planned,
               const std::vector<std::size_t>& selected) {
  auto database = Database::open_existing(file);
  try_mark_lost(database);
  auto states = run_states(database);
  std::map<std::pair<std::size_t, std::int64_t>, RunOutcome> outcomes;
  for (const auto cell : selected) {
    for (const auto seed : planned.experiment->seeds)
      outcomes[{cell, seed}] = outcome_of(states[{planned.cells[cell].identity, seed}]);
  }
  for (const auto& value : cell_values(database, planned.plan, "video_auc")) {
    const auto found = outcomes.find({value.cell, value.seed});
    if (found != outcomes.end() && found->second == RunOutcome::finished)
      found->second = outcome_of(value.evaluation_state);
  }
  Counts counts;
  for (const auto& [run, outcome] : outcomes) counts.add(outcome);
  return counts;
}

void end_side_by_side(int code, const Counts& counts) {
  if (code > 128)
    fmt::print(stderr, "unseen: a process was ended by signal {}; the same command goes on\n", code - 128);
  // What --force was to replace still counts where its successor failed.
  if (code == kFailed && counts.failed == 0)
    fmt::print(stderr, "unseen: not all went well: see the errors above\n");
}

/// An experiment of the command line, planned.
struct Asked {
  std::filesystem::path written;  ///< as on the command line
  Planned planned;
  std::vector<std::size_t> selected;
  std::filesystem::path database;
};

Asked asked(const std::filesystem::path& file, const RunOptions& options) {
  Asked result{file, plan_experiment(load_experiment(file, options.set), !options.dry_run), {}, {}};
  result.selected = select_cells(*result.planned.experiment, options.only);
  result.database =
      options.database.empty() ? default_database(file) : std::filesystem::absolute(options.database);
  return result;
}

Counts trained(const Asked& asked, const RunOptions& options, const StopRequest& stop) {
  RunExecutor executor{asked.planned, asked.database, options.force, stop};
  Counts counts;
  for (const auto seed : asked.planned.experiment->seeds) {
    for (const auto cell : asked.selected) counts.add(executor.execute(asked.planned.cells[cell], seed));
  }
  return counts;
}

int train_all(const std::vector<Asked>& all, const RunOptions& options) {
  SignalWatch signals;
  auto code = kDone;
  try {
    for (const auto& asked : all) {
      const auto counts = trained(asked, options, [&signals] { return signals.pending(); });
      if (std::getenv("UNSEEN_SIDE_BY_SIDE") == nullptr)
        print_end(counts, options, *asked.planned.experiment, asked.written);
      if (counts.failed > 0) code = kFailed;
    }
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "unseen: interrupted; the same command goes on from the checkpoint\n");
    return 128 + interrupted.signal;
  }
  return code;
}

int train_side_by_side(const std::vector<Asked>& all, const RunOptions& options) {
  const auto code = run_side_by_side(options);
  if (code == 128 + SIGINT || code == 128 + SIGTERM) return code;
  Counts sum;
  for (const auto& asked : all) {
    const auto counts = counted(asked.database, asked.planned, asked.selected);
    print_end(counts, options, *asked.planned.experiment, asked.written);
    sum.failed += counts.failed;
  }
  end_side_by_side(code, sum);
  return code;
}

int list_runs(const std::vector<Asked>& all, const RunOptions& options) {
  std::vector<DryRun> listed;
  for (const auto& asked : all) listed.push_back({&asked.planned, asked.selected, asked.database});
  return dry_run(listed, options.plan);
}

}  // namespace

int run(const RunOptions& options) {
  if (options.print_config) {
    for (const auto& file : options.experiments)
      fmt::print("{}", to_toml(load_experiment(file, options.set).document));
    return kDone;
  }
  if (options.plan && !options.dry_run)
    throw InputError{"run: --plan goes with --dry-run; `run` writes the plan anyway"};
  at::set_num_interop_threads(1);
  // All are planned before one is trained, so that a slip of the pen in the last does not wait for the first.
  std::vector<Asked> all;
  for (const auto& file : options.experiments) all.push_back(asked(file, options));
  if (options.dry_run) return list_runs(all, options);
  for (const auto& asked : all) {
    auto database = Database::open(asked.database);
    write_plan(database, asked.planned.plan);
  }
  return options.jobs > 1 ? train_side_by_side(all, options) : train_all(all, options);
}

}  // namespace unseen
