#include "app/planned_table.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "app/databases.hpp"
#include "app/plan_check.hpp"
#include "results/plan.hpp"
#include "results/queries.hpp"
#include "study/published.hpp"

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

TableEntry entry_of(CellValue value, std::vector<AxisLabel> labels, const std::string& metric) {
  labels.push_back({"test", value.test});
  labels.push_back({"metric", metric});
  return {std::move(labels),
          {std::move(value.run_id), value.seed, std::move(value.build), std::move(value.data)},
          std::move(value.run_state),
          std::move(value.evaluation_state),
          value.value,
          value.low,
          value.high,
          value.real_videos,
          value.fake_videos};
}

TableInput input(Database& database, const Experiment& experiment, const Plan& plan) {
  TableInput result{*experiment.table, experiment.name, experiment.description, {}, plan.seeds.size(), {}};
  for (const auto& metric : experiment.table->metrics) {
    for (auto& value : cell_values(database, plan, metric)) {
      auto labels = plan.cells[value.cell].labels;
      result.entries.push_back(entry_of(std::move(value), std::move(labels), metric));
    }
  }
  if (!experiment.table->published.empty()) result.published = read_published(experiment.table->published);
  return result;
}

}  // namespace

Table planned_table(Database& database, const Experiment& experiment) {
  if (!experiment.table)
    throw InputError{experiment.file.string() + ": has no [table]; add one with rows and columns"};
  return build_table(input(database, experiment, current_plan(database, experiment)));
}

}  // namespace unseen
