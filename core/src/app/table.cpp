#include "study/table.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/plan_check.hpp"
#include "experiment/experiment.hpp"
#include "results/location.hpp"
#include "results/plan.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

[[noreturn]] void not_planned(const Experiment& experiment, const std::string& why) {
  throw InputError{
      fmt::format("{}: not planned: {}; `unseen run {} --dry-run --plan` (with the same --set) plans it, "
                  "`unseen run` trains what is missing",
                  experiment.name, why, experiment.file.string())};
}

Plan current_plan(Database& database, const Experiment& experiment) {
  auto plan = read_plan(database, experiment.name, experiment.hash);
  if (!plan)
    not_planned(experiment, "no plan of this file with these overrides is in " + database.file().string());
  // Results may have moved here with a copy of the experiment; where the planned file is still there, they
  // have not.
  if (std::filesystem::exists(plan->file) && !std::filesystem::equivalent(plan->file, experiment.file))
    not_planned(experiment, "the plan in " + database.file().string() + " is of " + plan->file);
  if (const auto why = outdated(*plan, experiment); !why.empty()) not_planned(experiment, why);
  return *std::move(plan);
}

TableInput input(Database& database, const Experiment& experiment, const Plan& plan) {
  TableInput result{*experiment.table, experiment.name, experiment.description, {}, plan.seeds.size()};
  for (auto& value : cell_values(database, plan, experiment.table->metric)) {
    auto labels = plan.cells[value.cell].labels;
    labels.push_back({"test", value.test});
    result.entries.push_back({std::move(labels), value.seed, value.run_id, value.run_state,
                              value.evaluation_state, value.value, value.low, value.high, value.real_videos,
                              value.fake_videos, value.build});
  }
  return result;
}

std::string formatted(const Table& table, const std::string& format) {
  if (format == "latex") return to_latex(table);
  if (format == "csv") return to_csv(table);
  return format == "json" ? to_json(table) : to_markdown(table);
}

}  // namespace

int table(const TableOptions& options) {
  const auto experiment = load_experiment(options.experiment, options.set);
  if (!experiment.table)
    throw InputError{experiment.file.string() + ": has no [table]; add one with rows and columns"};
  auto database =
      existing_database(options.database.empty() ? default_database(options.experiment) : options.database);
  try_mark_lost(database);
  const auto table = build_table(input(database, experiment, current_plan(database, experiment)));
  fmt::print("{}", options.cells ? cells_text(table) : formatted(table, options.format));
  return kDone;
}

}  // namespace unseen
