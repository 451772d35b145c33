#include <fmt/format.h>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/queries.hpp"

namespace unseen {

int ls(const LsOptions& options) {
  auto database = existing_database(options.database);
  try_mark_lost(database);
  TextTable table{{"run", "state", "seed", "backbone", "regularizer", "trained on", "started", "experiment"}};
  for (const auto& run : list_runs(database, {options.state, options.experiment, options.limit})) {
    table.add({run.run_id.substr(0, 12), run.state, std::to_string(run.seed), run.backbone, run.regularizer,
               run.train_data, run.started, run.experiment});
  }
  fmt::print("{}", table.text());
  return kDone;
}

}  // namespace unseen
