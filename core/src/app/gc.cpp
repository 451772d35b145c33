#include <fmt/format.h>

#include <filesystem>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/claim.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

std::vector<RemovableRun> chosen(Database& database, const std::vector<std::string>& named) {
  if (named.empty()) return removable_runs(database);
  std::vector<RemovableRun> runs;
  for (const auto& prefix : named) {
    const auto detail = show_run(database, prefix);
    runs.push_back({detail.run.run_id, detail.run.state, detail.folder});
  }
  return runs;
}

}  // namespace

int gc(const GcOptions& options) {
  auto database = existing_database(options.database);
  mark_lost(database);
  const auto runs = chosen(database, options.runs);
  TextTable table{{"run", "state", "folder"}};
  for (const auto& run : runs) table.add({run.run_id, run.state, run.folder.string()});
  fmt::print("{}", table.text());
  if (!options.yes) {
    fmt::print(stderr, "{} runs; --yes deletes their rows and folders\n", runs.size());
    return kDone;
  }
  std::vector<std::string> ids;
  for (const auto& run : runs) ids.push_back(run.run_id);
  delete_runs(database, ids);
  // Rows first: a folder without a row is only space, a row without its folder would be a lie.
  for (const auto& run : runs) std::filesystem::remove_all(run.folder);
  fmt::print(stderr, "{} runs deleted\n", runs.size());
  return kDone;
}

}  // namespace unseen
