#include "app/door/dry_run.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>

#include "app/databases.hpp"
#include "app/door/run_executor.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

std::string state_text(const std::map<RunKey, std::string>& known, const RunKey& key) {
  const auto found = known.find(key);
  if (found == known.end()) return "new";
  return found->second == "finished" ? "finished" : "incomplete (" + found->second + ")";
}

bool is_provisional(const Plan& plan) {
  return std::any_of(plan.cells.begin(), plan.cells.end(), [](const auto& cell) { return cell.provisional; });
}

/// A plan made without the data would hide the numbers that one made with them leads to.
void write_unless_worse(Database& database, const Plan& plan) {
  if (is_provisional(plan)) {
    const auto before = read_plan(database, plan.experiment, plan.hash);
    if (before && !is_provisional(*before)) {
      fmt::print(stderr, "{}: data are absent; the plan made when they were there is kept\n",
                 plan.experiment);
      return;
    }
  }
  write_plan(database, plan);
}

std::optional<Database> opened(const DryRun& asked, bool plan) {
  std::optional<Database> database;
  if (plan) {
    database = Database::open(asked.database);
    write_unless_worse(*database, asked.planned->plan);
  } else if (std::filesystem::exists(asked.database)) {
    database = Database::open_existing(asked.database);
  }
  if (database) try_mark_lost(*database);
  return database;
}

/// A run, and which of the experiments at hand need it.
struct SharedRun {
  std::string label, identity, state;
  std::vector<std::string> experiments;
};

using SharedRuns = std::vector<std::pair<RunKey, SharedRun>>;  ///< in the order of the experiments

void add_runs(const DryRun& asked, bool plan, SharedRuns& runs) {
  const auto& planned = *asked.planned;
  auto database = opened(asked, plan);
  const auto known = database ? run_states(*database) : std::map<RunKey, std::string>{};
  for (const auto seed : planned.experiment->seeds) {
    for (const auto index : asked.selected) {
      const auto& cell = planned.cells[index];
      const RunKey key{cell.identity, seed};
      auto found = std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run.first == key; });
      if (found == runs.end()) {
        found =
            runs.insert(runs.end(), {key,
                                     {run_label(*cell.cell, seed),
                                      cell.identity.substr(0, 12) + (cell.provisional ? " provisional" : ""),
                                      state_text(known, key),
                                      {}}});
      }
      auto& names = found->second.experiments;
      if (std::find(names.begin(), names.end(), planned.plan.experiment) == names.end())
        names.push_back(planned.plan.experiment);
    }
  }
}

int list_one(const DryRun& asked, bool plan) {
  const auto& planned = *asked.planned;
  auto database = opened(asked, plan);
  const auto known = database ? run_states(*database) : std::map<RunKey, std::string>{};
  TextTable table{{"run", "identity", "state", "plans that share it"}};
  for (const auto seed : planned.experiment->seeds) {
    for (const auto index : asked.selected) {
      const auto& cell = planned.cells[index];
      table.add({run_label(*cell.cell, seed),
                 cell.identity.substr(0, 12) + (cell.provisional ? " provisional" : ""),
                 state_text(known, {cell.identity, seed}),
                 database ? std::to_string(plans_sharing(*database, cell.identity)) : "0"});
    }
  }
  fmt::print("{}", table.text());
  return kDone;
}

void print_sum(const std::vector<DryRun>& all, const SharedRuns& runs) {
  std::size_t asked = 0;
  for (const auto& one : all) asked += one.selected.size() * one.planned->experiment->seeds.size();
  const auto shared = std::count_if(runs.begin(), runs.end(),
                                    [](const auto& run) { return run.second.experiments.size() > 1; });
  const auto is_done = [](const auto& run) { return run.second.state == "finished"; };
  fmt::print("{} experiments ask for {} runs: {} to train once each, {} of them shared, {} finished\n",
             all.size(), asked, runs.size(), shared, std::count_if(runs.begin(), runs.end(), is_done));
}

}  // namespace

int dry_run(const std::vector<DryRun>& all, bool plan) {
  if (all.size() == 1) return list_one(all.front(), plan);
  SharedRuns runs;
  for (const auto& asked : all) add_runs(asked, plan, runs);
  TextTable table{{"run", "identity", "state", "experiments"}};
  for (const auto& [key, run] : runs)
    table.add({run.label, run.identity, run.state, fmt::format("{}", fmt::join(run.experiments, ", "))});
  fmt::print("{}", table.text());
  print_sum(all, runs);
  return kDone;
}

}  // namespace unseen
