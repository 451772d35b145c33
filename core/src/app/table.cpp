#include "study/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/planned_table.hpp"
#include "experiment/experiment.hpp"
#include "results/location.hpp"
#include "sdk/atomic_file.hpp"
#include "study/html_text.hpp"

namespace unseen {
namespace {

Table table_of(const Experiment& experiment, const TableOptions& options) {
  auto database =
      existing_database(options.database.empty() ? default_database(experiment.file) : options.database);
  try_mark_lost(database);
  return planned_table(database, experiment);
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

/// Of several files, one that has no table to show does not keep the others from theirs; figures stand among
/// the tables of `experiments/paper/*.toml`.
int show_each(const TableOptions& options) {
  auto code = kDone;
  for (const auto& file : options.experiments) {
    const auto one = guarded([&] {
      const auto experiment = load_experiment(file, options.set);
      if (!experiment.table) {
        fmt::print(stderr, "{}: has no [table], passed over\n", file.string());
        return kDone;
      }
      if (&file != &options.experiments.front() && options.out.empty()) fmt::print("\n");
      show(table_of(experiment, options), options);
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
  show(table_of(load_experiment(options.experiments.front(), options.set), options), options);
  return kDone;
}

}  // namespace unseen
