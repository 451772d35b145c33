#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include <unseen/value.hpp>

#include "results/connection.hpp"
#include "results/queries.hpp"

namespace unseen {
namespace {

struct Evaluated {
  std::string state;
  std::optional<double> value, low, high;
  std::int64_t real_videos = 0, fake_videos = 0;
};

struct Run {
  std::string run_id, state, build, data;
  std::map<std::string, Evaluated, std::less<>> tests;  ///< by test identity
};

using Runs = std::unordered_map<std::int64_t, Run>;
using Claimed =
    std::map<std::pair<std::string, std::int64_t>, std::int64_t>;  ///< (identity, seed) -> row of run

std::string identities_of(const Plan& plan) {
  std::set<std::string> identities;
  for (const auto& cell : plan.cells) identities.insert(cell.identity);
  return canonical_json(Value::Array(identities.begin(), identities.end()));
}

// The run that counts, else the latest that may still come to count, comes last and stays.
Claimed read_runs(Connection& connection, const std::string& identities, Runs& runs) {
  Claimed claimed;
  connection.each(
      "SELECT id, identity, seed, run_id, state, \"commit\" || iif(dirty, '+changes', ''), ifnull((SELECT "
      "value "
      "FROM param WHERE run = run.id AND path = 'train.dataset.digest'), '') FROM run WHERE "
      "identity IN (SELECT value FROM json_each(?)) "
      "AND state <> 'superseded' ORDER BY state = 'finished', started, id",
      [&](const Row& row) {
        claimed[{row.text(1), row.integer(2)}] = row.integer(0);
        runs[row.integer(0)] = {row.text(3), row.text(4), row.text(5), row.text(6), {}};
      },
      identities);
  return claimed;
}

void read_evaluations(Connection& connection, const std::string& identities, const std::string& metric,
                      Runs& runs) {
  connection.each(
      "SELECT e.run, e.test_identity, e.state, "
      "(SELECT value FROM evaluation_metric m JOIN metric_key k ON k.id = m.key WHERE m.evaluation = e.id "
      "AND k.name = ?2),"
      "(SELECT value FROM evaluation_metric m JOIN metric_key k ON k.id = m.key WHERE m.evaluation = e.id "
      "AND k.name = "
      "?2 || '_low'),"
      "(SELECT value FROM evaluation_metric m JOIN metric_key k ON k.id = m.key WHERE m.evaluation = e.id "
      "AND k.name = "
      "?2 || '_high'),"
      "(SELECT value FROM evaluation_metric m JOIN metric_key k ON k.id = m.key WHERE m.evaluation = e.id "
      "AND k.name = "
      "'real_videos'),"
      "(SELECT value FROM evaluation_metric m JOIN metric_key k ON k.id = m.key WHERE m.evaluation = e.id "
      "AND k.name = "
      "'fake_videos') "
      "FROM run r JOIN evaluation e ON e.run = r.id WHERE r.identity IN (SELECT value FROM json_each(?1)) "
      "AND r.state <> 'superseded' AND e.state <> 'superseded' ORDER BY e.state = 'finished', e.started, "
      "e.id",
      [&](const Row& row) {
        runs.at(row.integer(0)).tests[row.text(1)] = {row.text(2),   row.number(3),  row.number(4),
                                                      row.number(5), row.integer(6), row.integer(7)};
      },
      identities, metric);
}

CellValue value_of(const Run& run, const std::string& test_identity) {
  CellValue value;
  value.run_id = run.run_id;
  value.run_state = run.state;
  value.build = run.build;
  value.data = run.data;
  const auto found = run.tests.find(test_identity);
  if (found == run.tests.end()) return value;
  value.evaluation_state = found->second.state;
  if (run.state != "finished" || found->second.state != "finished") return value;
  value.value = found->second.value;
  value.low = found->second.low;
  value.high = found->second.high;
  value.real_videos = found->second.real_videos;
  value.fake_videos = found->second.fake_videos;
  return value;
}

}  // namespace

std::vector<CellValue> cell_values(Database& database, const Plan& plan, const std::string& metric) {
  auto& connection = database.connection();
  const ReadTransaction consistent{connection};
  const auto identities = identities_of(plan);
  Runs runs;
  const auto claimed = read_runs(connection, identities, runs);
  read_evaluations(connection, identities, metric, runs);
  std::vector<CellValue> values;
  for (std::size_t cell = 0; cell < plan.cells.size(); ++cell) {
    for (const auto seed : plan.seeds) {
      const auto run = claimed.find({plan.cells[cell].identity, seed});
      for (const auto& test : plan.cells[cell].tests) {
        auto value = run == claimed.end() ? CellValue{} : value_of(runs.at(run->second), test.identity);
        value.cell = cell;
        value.seed = seed;
        value.test = test.name;
        values.push_back(std::move(value));
      }
    }
  }
  return values;
}

}  // namespace unseen
