#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include <unseen/error.hpp>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/planned_table.hpp"
#include "app/report_sections.hpp"
#include "experiment/experiment.hpp"
#include "results/queries.hpp"
#include "results/select_runs.hpp"
#include "sdk/atomic_file.hpp"
#include "study/html_text.hpp"

namespace unseen {
namespace {

std::vector<RunDetail> details_of(Database& database, const std::string& selector) {
  std::vector<std::string> ids;
  if (selector.empty()) {
    for (auto& run : list_runs(database)) ids.push_back(std::move(run.run_id));
    std::reverse(ids.begin(), ids.end());
  } else {
    ids = select_run_ids(database, selector, RunsOf::any_state);
  }
  std::vector<RunDetail> details;
  for (const auto& id : ids) details.push_back(show_run(database, id));
  if (details.empty()) throw InputError{database.file().string() + ": holds no runs to report on"};
  return details;
}

/// Tables of the experiments that the runs belong to, where their files are still as they were planned.
std::string tables_section(Database& database, const std::vector<RunDetail>& runs) {
  std::set<std::string> wanted;
  for (const auto& run : runs) wanted.insert(run.run.identity);
  std::string text, left_out;
  for (const auto& planned : planned_files(database, wanted)) {
    try {
      const auto experiment = load_experiment(planned.file, {});
      if (experiment.table) text += to_html(planned_table(database, experiment));
    } catch (const InputError& error) {
      left_out += fmt::format("<p class=\"notes\">No table of {}: {}</p>\n", html_text(planned.experiment),
                              html_text(error.what()));
    }
  }
  return text.empty() && left_out.empty() ? "" : "<h2>Tables</h2>\n" + text + left_out;
}

}  // namespace

int report(const ReportOptions& options) {
  auto database = existing_database(options.database);
  try_mark_lost(database);
  const auto runs = details_of(database, options.selector);
  auto body = head_section(database, runs, options.selector, options.title);
  body += tables_section(database, runs);
  body += chart_sections(database, runs);
  body += picture_section(runs);
  body += settings_section(runs);
  body += runs_section(database, runs);
  const auto page = html_page(options.title, body);
  if (options.out.has_parent_path()) make_folder(options.out.parent_path());
  write_atomically(options.out, std::array<std::string_view, 1>{page});
  fmt::print("{}\n", options.out.string());
  return kDone;
}

}  // namespace unseen
