#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/database.hpp"

namespace unseen {

struct SelectedRun {
  std::string run_id, identity;
  std::int64_t seed = 0;
  std::map<std::string, std::string> params;  ///< the resolved configuration by dotted path
};

enum class RunsOf { finished, any_state };

/// Runs, oldest first, of those that have finished and count or of all. `selector` is the beginning of a
/// run's id, or KEY=VALUE,KEY=VALUE where each must hold. A key is what v_runs calls a column (regularizer,
/// backbone, train_data, seed, ...), `experiment`, `state`, `tag`, an axis of a plan's sweep with one of its
/// labels, or a dotted path of the configuration; where it is several of these, one that holds is enough.
/// Labels, and the experiment, must hold for one cell of a latest plan and its seeds together.
/// InputError with the nearest key where there is none such, with the values that occur where none matches.
std::vector<SelectedRun> select_runs(Database& database, const std::string& selector,
                                     RunsOf which = RunsOf::finished);

/// The ids of the same runs, for who wants no configuration.
std::vector<std::string> select_run_ids(Database& database, const std::string& selector,
                                        RunsOf which = RunsOf::finished);

}  // namespace unseen
