#include "study/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/plan_check.hpp"
#include "experiment/experiment.hpp"
#include "results/location.hpp"
#include "results/plan.hpp"
#include "results/queries.hpp"
#include "sdk/atomic_file.hpp"
#include "study/html_text.hpp"
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

Table table_of(const std::filesystem::path& file, const TableOptions& options) {
  const auto experiment = load_experiment(file, options.set);
  if (!experiment.table)
    throw InputError{experiment.file.string() + ": has no [table]; add one with rows and columns"};
  auto database = existing_database(options.database.empty() ? default_database(file) : options.database);
  try_mark_lost(database);
  return build_table(input(database, experiment, current_plan(database, experiment)));
}

std::string formatted(const Table& table, const std::string& format) {
  if (format == "latex") return to_latex(table);
  if (format == "csv") return to_csv(table);
  if (format == "html") return html_page(table.title(), to_html(table));
  return format == "json" ? to_json(table) : to_markdown(table);
}

void write_all(const Table& table, const std::filesystem::path& folder) {
  constexpr std::array<std::pair<const char*, const char*>, 5> kFiles{
      {{"markdown", "md"}, {"latex", "tex"}, {"csv", "csv"}, {"json", "json"}, {"html", "html"}}};
  for (const auto& [format, extension] : kFiles) {
    const auto text = formatted(table, format);
    write_atomically(folder / fmt::format("{}.{}", table.experiment, extension),
                     std::array<std::string_view, 1>{text});
  }
  fmt::print("{}\n", (folder / (table.experiment + ".md")).string());
}

void show(const Table& table, const TableOptions& options) {
  if (!options.out.empty()) return write_all(table, options.out);
  fmt::print("{}", options.cells ? cells_text(table) : formatted(table, options.format));
  if (options.cells)
    fmt::print(
        stderr,
        "a run's configuration: unseen show RUN; its scores: unseen query \"SELECT * FROM v_video_scores "
        "WHERE run_id = 'RUN'\"\n");
}

/// Of several files, one that has no table to show does not keep the others from theirs.
int show_each(const TableOptions& options) {
  auto code = kDone;
  for (const auto& file : options.experiments) {
    const auto one = guarded([&] {
      if (&file != &options.experiments.front() && options.out.empty()) fmt::print("\n");
      show(table_of(file, options), options);
      return kDone;
    });
    code = std::max(code, one);
  }
  return code;
}

}  // namespace

int table(const TableOptions& options) {
  if (!options.out.empty()) make_folder(options.out);
  if (options.experiments.size() > 1) return show_each(options);
  show(table_of(options.experiments.front(), options), options);
  return kDone;
}

}  // namespace unseen
