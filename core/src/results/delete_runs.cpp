#include <fmt/format.h>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "results/queries.hpp"

namespace unseen {

std::vector<RemovableRun> removable_runs(Database& database) {
  std::vector<RemovableRun> runs;
  database.connection().each(
      "SELECT run_id, state FROM run WHERE state IN ('failed', 'lost', 'superseded') ORDER BY started, id",
      [&](const Row& row) {
        runs.push_back({row.text(0), row.text(1), run_folder(database, row.text(0))});
      });
  return runs;
}

void delete_runs(Database& database, const std::vector<std::string>& run_ids) {
  auto& connection = database.connection();
  Transaction transaction{connection};
  for (const auto& run_id : run_ids) {
    const auto state = connection.text("SELECT state FROM run WHERE run_id = ?", run_id);
    if (!state || *state == "running") {
      throw InputError{fmt::format("{}: run {} cannot be deleted: {}; none was deleted",
                                   connection.file().string(), run_id,
                                   state ? "it is running" : "there is no such run")};
    }
    connection.run("DELETE FROM run WHERE run_id = ?", run_id);
  }
  transaction.commit();
}

}  // namespace unseen
