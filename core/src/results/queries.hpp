#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "results/database.hpp"
#include "results/plan.hpp"

namespace unseen {

/// A run as lists show it. Times are UTC, "2026-01-31T12:00:00Z"; `ended` is "" until the run has ended.
struct RunRow {
  std::string run_id, identity;
  std::int64_t seed = 0;
  std::string state, experiment, backbone, regularizer, train_data, started, ended, host, commit, device,
      reason;
};

struct RunFilter {
  std::string state;       ///< "": any
  std::string experiment;  ///< "": any; else runs that it claimed or that one of its plans holds
  std::size_t limit = 0;   ///< 0: all
  std::optional<std::set<std::string>> ids = std::nullopt;  ///< none: any; else runs with these ids
};

/// Newest first.
std::vector<RunRow> list_runs(Database& database, const RunFilter& filter = {});

using RunKey = std::pair<std::string, std::int64_t>;  ///< identity, seed

/// The state of the run that counts for each key: of a finished one before all others, then of the newest.
std::map<RunKey, std::string> run_states(Database& database);

struct MetricSummary {
  std::string metric;
  std::int64_t n = 0, last_step = 0;
  std::optional<double> last, least, most;  ///< none: NaN, or nothing but NaN
  std::optional<std::int64_t> least_step, most_step;
};

struct AttemptRow {
  std::int64_t number = 0,
               from_step = -1;  ///< from_step: of the checkpoint it went on from; -1: from the start
  std::string state, reason, started, ended, host;
  std::int64_t pid = 0;
};

struct EvaluationRow {
  std::string evaluation_id, test, test_identity, checkpoint_sha256, state, reason, started, ended;
  std::vector<std::pair<std::string, std::optional<double>>> metrics;
};

struct ArtifactRow {
  std::string name, path, sha256;
  std::int64_t bytes = 0;
};

struct EventRow {
  std::string time, kind, text;
  std::int64_t step = -1;
};

struct RunDetail {
  RunRow run;
  bool dirty = false;
  std::filesystem::path folder;
  std::string resolved;                                     ///< canonical JSON
  std::vector<std::pair<std::string, std::string>> params;  ///< dotted path, value as text
  std::map<std::string, std::string> environment;           ///< of the latest claim
  std::vector<AttemptRow> attempts;
  std::vector<MetricSummary> metrics;
  std::vector<EvaluationRow> evaluations;
  std::vector<ArtifactRow> artifacts;
  std::vector<EventRow> events;
};

/// Any unique prefix of a run id. InputError where none or several begin like that.
std::string find_run(Database& database, const std::string& run_id_prefix);
RunDetail show_run(Database& database, const std::string& run_id_prefix);

/// nullopt: NULL, which in results means NaN.
using QueryValue = std::optional<std::variant<std::int64_t, double, std::string>>;

struct QueryResult {
  std::vector<std::string> columns;
  std::vector<std::vector<QueryValue>> rows;
};

/// One SELECT of the user's. InputError, with SQLite's words, for anything that is wrong, writes, or is more
/// than one statement.
QueryResult query(Database& database, const std::string& sql);

/// What a table needs of one (cell, seed, test).
struct CellValue {
  std::size_t cell = 0;  ///< index in Plan::cells
  std::int64_t seed = 0;
  std::string test;                 ///< its name in the plan
  std::string run_id;               ///< "" until claimed
  std::string run_state;            ///< of the run that counts, else of the latest; "" until claimed
  std::string evaluation_state;     ///< "" until claimed
  std::optional<double> value;      ///< only of a finished evaluation of a finished run; none: also NaN
  std::optional<double> low, high;  ///< the metrics "<metric>_low" and "<metric>_high", where stored
  std::int64_t real_videos = 0, fake_videos = 0;
  std::string build;  ///< the commit that trained the run, "+changes" where it was changed
  std::string data;   ///< digest of its training data
};

/// For every cell, seed and test of the plan, in that order.
std::vector<CellValue> cell_values(Database& database, const Plan& plan, const std::string& metric);

struct RemovableRun {
  std::string run_id, state;
  std::filesystem::path folder;
};

/// Runs that no table counts and no process holds: failed, lost and superseded ones.
std::vector<RemovableRun> removable_runs(Database& database);

/// Deletes runs and all that hangs on them, in one transaction; their folders stay. InputError where one is
/// running or unknown; then none is deleted.
void delete_runs(Database& database, const std::vector<std::string>& run_ids);

}  // namespace unseen
