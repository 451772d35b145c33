#include <fmt/format.h>
#include <fmt/ranges.h>

#include "results/connection.hpp"
#include "results/queries.hpp"
#include "results/run_row.hpp"

namespace unseen {

RunRow read_run_row(const Row& row) {
  return {row.text(0), row.text(1), row.integer(2), row.text(3),  row.text(4),  row.text(5),  row.text(6),
          row.text(7), row.text(8), row.text(9),    row.text(10), row.text(11), row.text(12), row.text(13)};
}

std::vector<RunRow> list_runs(Database& database, const RunFilter& filter) {
  std::vector<RunRow> runs;
  const auto visit = [&](const Row& row) { runs.push_back(read_run_row(row)); };
  const std::string among =
      filter.ids ? " AND run_id IN (SELECT value FROM json_each(?4))" : " AND ?4 IS NOT NULL";
  const auto ids = filter.ids ? fmt::format("[\"{}\"]", fmt::join(*filter.ids, "\",\"")) : std::string{};
  const auto limit = filter.limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(filter.limit);
  database.connection().each(
      std::string{"SELECT "} + kRunColumns +
          " FROM run WHERE (?1 = '' OR state = ?1) AND (?2 = '' OR experiment = ?2 OR EXISTS "
          "(SELECT 1 FROM plan_cell c JOIN plan p ON p.id = c.plan WHERE c.identity = "
          "run.identity AND p.experiment = ?2))" +
          among + " ORDER BY run.started DESC, id DESC LIMIT ?3",
      visit, filter.state, filter.experiment, limit, ids);
  return runs;
}

std::map<RunKey, std::string> run_states(Database& database) {
  std::map<RunKey, std::string> states;
  for (const auto& run : list_runs(database)) {
    auto& state = states[{run.identity, run.seed}];
    if (state.empty() || run.state == "finished") state = run.state;
  }
  return states;
}

}  // namespace unseen
