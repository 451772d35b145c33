#include "app/door/dry_run.hpp"

#include <fmt/format.h>

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

}  // namespace

int dry_run(const Planned& planned, const std::vector<std::size_t>& selected,
            const std::filesystem::path& file, bool plan) {
  std::optional<Database> database;
  if (plan) {
    database = Database::open(file);
    write_unless_worse(*database, planned.plan);
  } else if (std::filesystem::exists(file)) {
    database = Database::open_existing(file);
  }
  if (database) try_mark_lost(*database);
  const auto known = database ? run_states(*database) : std::map<RunKey, std::string>{};
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
