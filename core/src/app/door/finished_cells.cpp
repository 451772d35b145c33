#include "app/door/finished_cells.hpp"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>

#include <unseen/error.hpp>

#include "app/databases.hpp"
#include "app/door/run_executor.hpp"
#include "app/door/signal_watch.hpp"
#include "app/exit_code.hpp"
#include "experiment/experiment.hpp"
#include "experiment/selection.hpp"
#include "results/annotations.hpp"
#include "results/location.hpp"

namespace unseen {
namespace {

std::string first_finished_run(const std::vector<RunRow>& runs, const std::string& identity,
                               const std::vector<std::int64_t>& seeds) {
  for (const auto seed : seeds) {
    if (auto run_id = finished_run(runs, identity, seed); !run_id.empty()) return run_id;
  }
  return "";
}

std::vector<FinishedCell> finished_cells(const Planned& planned, const ModelPlotOptions& options,
                                         Database& database) {
  const auto runs = list_runs(database);
  std::vector<FinishedCell> cells;
  for (const auto index : select_cells(*planned.experiment, options.only)) {
    const auto& cell = planned.cells[index];
    const auto run_id = first_finished_run(runs, cell.identity, planned.experiment->seeds);
    if (run_id.empty()) {
      throw InputError{run_label(*cell.cell, planned.experiment->seeds.front()) +
                       ": no finished run; `unseen run` trains it, --only chooses others"};
    }
    cells.push_back({&cell, show_run(database, run_id)});
  }
  return cells;
}

/// As file names bear it: what is neither letter nor digit becomes a dash.
std::string picture_name(const std::string& kind, const std::string& experiment,
                         const std::vector<std::string>& only) {
  auto name = kind + "-" + experiment;
  for (const auto& label : only) name += "-" + label;
  const auto is_plain = [](unsigned char c) { return std::isalnum(c) != 0 || c >= 0x80; };
  std::replace_if(name.begin(), name.end(), std::not_fn(is_plain), '-');
  return name;
}

void keep_with_runs(const Database& database, const std::vector<FinishedCell>& cells, const std::string& name,
                    const std::filesystem::path& picture) {
  if (picture.extension() != ".png") return;
  auto writable = Database::open(database.file());
  for (const auto& cell : cells) keep_picture(writable, cell.run.run.run_id, name, picture);
}

}  // namespace

std::string finished_run(const std::vector<RunRow>& runs, const std::string& identity, std::int64_t seed) {
  for (const auto& run : runs) {
    if (run.identity == identity && run.seed == seed && run.state == "finished") return run.run_id;
  }
  return "";
}

int draw_finished_cells(const ModelPlotOptions& options, const std::string& kind, const DrawCells& draw) {
  at::set_num_interop_threads(1);
  const auto planned = plan_experiment(load_experiment(options.experiment, options.set), true);
  auto database =
      existing_database(options.database.empty() ? default_database(options.experiment) : options.database);
  const auto cells = finished_cells(planned, options, database);
  if (options.out.has_parent_path()) make_folder(options.out.parent_path());
  SignalWatch signals;
  try {
    draw(cells, [&signals] { return signals.pending(); });
  } catch (const Interrupted& interrupted) {
    return 128 + interrupted.signal;
  }
  keep_with_runs(database, cells, picture_name(kind, planned.plan.experiment, options.only), options.out);
  fmt::print("{}\n", options.out.string());
  return kDone;
}

}  // namespace unseen
