#include "app/door/dry_run.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "app/door/run_executor.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/claim.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

using RunKey = std::pair<std::string, std::int64_t>;

/// The state of the run that counts for each (identity, seed): a finished one before all others, then the
/// newest.
std::map<RunKey, std::string> states(Database& database) {
  std::map<RunKey, std::string> result;
  for (const auto& run : list_runs(database)) {
    auto& state = result[{run.identity, run.seed}];
    if (state.empty() || run.state == "finished") state = run.state;
  }
  return result;
}

std::string state_text(const std::map<RunKey, std::string>& known, const RunKey& key) {
  const auto found = known.find(key);
  if (found == known.end()) return "new";
  return found->second == "finished" ? "finished" : "incomplete (" + found->second + ")";
}

}  // namespace

int dry_run(const Planned& planned, const std::vector<std::size_t>& selected,
            const std::filesystem::path& file, bool plan) {
  std::optional<Database> database;
  if (plan) {
    database = Database::open(file);
    write_plan(*database, planned.plan);
  } else if (std::filesystem::exists(file)) {
    database = Database::open_existing(file);
  }
  if (database) mark_lost(*database);
  const auto known = database ? states(*database) : std::map<RunKey, std::string>{};
  TextTable table{{"run", "identity", "state", "plans that share it"}};
  for (const auto seed : planned.experiment->seeds) {
    for (const auto index : selected) {
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

}  // namespace unseen
