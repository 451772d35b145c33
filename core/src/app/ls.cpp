#include <fmt/format.h>

#include <iterator>

#include "app/commands.hpp"
#include "app/databases.hpp"
#include "app/exit_code.hpp"
#include "app/text_table.hpp"
#include "results/queries.hpp"
#include "results/select_runs.hpp"

namespace unseen {
namespace {

RunFilter filter_of(Database& database, const LsOptions& options) {
  RunFilter filter{options.state, options.experiment, options.limit, std::nullopt};
  if (options.selector.empty()) return filter;
  auto ids = select_run_ids(database, options.selector, RunsOf::any_state);
  filter.ids.emplace(std::make_move_iterator(ids.begin()), std::make_move_iterator(ids.end()));
  filter.limit = 0;
  return filter;
}

}  // namespace

int ls(const LsOptions& options) {
  auto database = existing_database(options.database);
  try_mark_lost(database);
  TextTable table{{"run", "state", "seed", "backbone", "regularizer", "trained on", "started", "experiment"}};
  std::size_t shown = 0;
  for (const auto& run : list_runs(database, filter_of(database, options))) {
    if (options.limit > 0 && ++shown > options.limit) break;
    table.add({run.run_id.substr(0, 12), run.state, std::to_string(run.seed), run.backbone, run.regularizer,
               run.train_data, run.started, run.experiment});
  }
  fmt::print("{}", table.text());
  return kDone;
}

}  // namespace unseen
