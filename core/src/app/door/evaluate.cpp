#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>

#include "app/door/compute_commands.hpp"
#include "app/door/finished_cells.hpp"
#include "app/door/run_executor.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "experiment/experiment.hpp"
#include "experiment/selection.hpp"
#include "planning/split_checks.hpp"
#include "results/location.hpp"
#include "results/plan.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

/// "own=image_folder:photos" as a test.
TestConfig parse_test(const std::string& text) {
  const auto equals = text.find('=');
  const auto colon = text.find(':', equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || equals == 0 || colon == std::string::npos || colon + 1 == text.size()) {
    throw InputError{"--test: wanted NAME=PLUGIN:ROOT, for example own=image_folder:photos; found \"" + text +
                     "\""};
  }
  TestConfig test;
  test.name = text.substr(0, equals);
  test.dataset.plugin.plugin = text.substr(equals + 1, colon - equals - 1);
  test.dataset.plugin.params = Value::Table{};
  test.dataset.root = std::filesystem::absolute(text.substr(colon + 1));
  test.dataset.split = "test";
  return test;
}

void print_metrics(Database& database, const std::string& label, const std::string& run_id) {
  for (const auto& test : show_run(database, run_id).evaluations) {
    if (test.state != "finished") continue;
    for (const auto& [name, value] : test.metrics) {
      if (name == "video_auc" && value) fmt::print("{}\t{}\t{}\t{:.4f}\n", label, test.test, name, *value);
    }
  }
}

}  // namespace

int evaluate(const EvaluateOptions& options) {
  at::set_num_interop_threads(1);
  const auto planned = plan_experiment(load_experiment(options.experiment, options.set), true);
  const auto file = options.database.empty() ? default_database(options.experiment)
                                             : std::filesystem::absolute(options.database);
  auto database = Database::open_existing(file);
  write_plan(database, planned.plan);
  SignalWatch signals;
  RunExecutor executor{planned, file, options.force, [&signals] { return signals.pending(); }};
  DatasetResolver datasets{true};
  const auto runs = list_runs(database);
  bool good = true;
  int untrained = 0;
  try {
    for (const auto seed : planned.experiment->seeds) {
      for (const auto index : select_cells(*planned.experiment, options.only)) {
        const auto& cell = planned.cells[index];
        const auto label = run_label(*cell.cell, seed);
        const auto run_id = finished_run(runs, cell.identity, seed);
        if (run_id.empty()) {
          fmt::print(stderr, "{}: not trained yet; `unseen run` trains it\n", label);
          ++untrained;
          continue;
        }
        auto tests = options.tests.empty() ? cell.tests : std::vector<ResolvedTest>{};
        for (const auto& text : options.tests) {
          tests.push_back(resolve_test(parse_test(text), cell.cell->config.faces, datasets));
          require_apart(cell.train, tests.back().data, "--test " + text);
          if (cell.validate) require_apart(*cell.validate, tests.back().data, "--test " + text);
        }
        good &= executor.evaluate(cell, tests, run_id);
        print_metrics(database, label, run_id);
      }
    }
  } catch (const Interrupted& interrupted) {
    return 128 + interrupted.signal;
  }
  return good && untrained == 0 ? kDone : kFailed;
}

}  // namespace unseen
