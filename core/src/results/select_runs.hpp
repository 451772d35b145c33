#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
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

/// A run's finished tests: their identities with the names that they were given last.
std::map<std::string, std::string> finished_tests(Database& database, const std::string& run_id);

/// Label (1: fake) and score of each video that counts, by name.
using VideoScores = std::map<std::string, std::pair<int, double>>;

/// Of a finished test of a run; empty where there is none.
VideoScores video_scores(Database& database, const std::string& run_id, const std::string& test_identity);

/// The methods of a finished test's fakes, in order.
std::vector<std::string> fake_methods(Database& database, const std::string& run_id,
                                      const std::string& test_identity);

/// What a run logged of a metric by epoch: means over its steps.
std::map<std::int64_t, double> epoch_curve(Database& database, const std::string& run_id,
                                           const std::string& metric);

}  // namespace unseen
