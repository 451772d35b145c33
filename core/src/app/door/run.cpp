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

void print_end(const Counts& counts, const RunOptions& options, const Experiment& experiment) {
  fmt::print(stderr, "{} of {} runs finished and tested", counts.finished,
             counts.finished + counts.failed + counts.held);
  if (counts.failed > 0) fmt::print(stderr, ", {} failed", counts.failed);
  if (counts.held > 0) fmt::print(stderr, ", {} left to other processes", counts.held);
  fmt::print(stderr, "\n");
  if (!experiment.table) return;
  std::string command = "unseen table " + shell_word(options.experiment.string());
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

void end_side_by_side(int code, const Counts& counts, const RunOptions& options,
                      const Experiment& experiment) {
  if (code > 128)
    fmt::print(stderr, "unseen: a process was ended by signal {}; the same command goes on\n", code - 128);
  print_end(counts, options, experiment);
  // What --force was to replace still counts where its successor failed.
  if (code == kFailed && counts.failed == 0)
    fmt::print(stderr, "unseen: not all went well: see the errors above\n");
}

int train_all(const Planned& planned, const RunOptions& options, const std::filesystem::path& database) {
  SignalWatch signals;
  RunExecutor executor{planned, database, options.force, [&signals] { return signals.pending(); }};
  Counts counts;
  try {
    for (const auto seed : planned.experiment->seeds) {
      for (const auto cell : select_cells(*planned.experiment, options.only)) {
        counts.add(executor.execute(planned.cells[cell], seed));
      }
    }
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "unseen: interrupted; the same command goes on from the checkpoint\n");
    return 128 + interrupted.signal;
  }
  if (std::getenv("UNSEEN_SIDE_BY_SIDE") == nullptr) print_end(counts, options, *planned.experiment);
  return counts.failed > 0 ? kFailed : kDone;
}

}  // namespace

int run(const RunOptions& options) {
  auto experiment = load_experiment(options.experiment, options.set);
  if (options.print_config) {
    fmt::print("{}", to_toml(experiment.document));
    return kDone;
  }
  if (options.plan && !options.dry_run)
    throw InputError{"run: --plan goes with --dry-run; `run` writes the plan anyway"};
  at::set_num_interop_threads(1);
  const auto planned = plan_experiment(std::move(experiment), !options.dry_run);
  const auto file = options.database.empty() ? default_database(options.experiment)
                                             : std::filesystem::absolute(options.database);
  const auto selected = select_cells(*planned.experiment, options.only);
  if (options.dry_run) return dry_run(planned, selected, file, options.plan);
  {
    auto database = Database::open(file);
    write_plan(database, planned.plan);
  }
  if (options.jobs > 1) {
    const auto code = run_side_by_side(options);
    if (code != 128 + SIGINT && code != 128 + SIGTERM)
      end_side_by_side(code, counted(file, planned, selected), options, *planned.experiment);
    return code;
  }
  return train_all(planned, options, file);
}

}  // namespace unseen
