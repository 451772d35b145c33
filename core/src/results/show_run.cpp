#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

#include "results/connection.hpp"
#include "results/queries.hpp"
#include "results/run_row.hpp"

namespace unseen {
namespace {

std::string time_text(const std::string& column) {
  return "coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', " + column + " / 1000, 'unixepoch'), '')";
}

std::int64_t read_run(Connection& connection, const std::string& run_id, RunDetail& detail) {
  std::int64_t id = 0;
  connection.each(
      std::string{"SELECT "} + kRunColumns + ", dirty, resolved, id FROM run WHERE run_id = ?",
      [&](const Row& row) {
        detail.run = read_run_row(row);
        detail.dirty = row.integer(14) != 0;
        detail.resolved = row.text(15);
        id = row.integer(16);
      },
      run_id);
  return id;
}

void read_configuration(Connection& connection, std::int64_t id, RunDetail& detail) {
  connection.each(
      "SELECT path, coalesce(value, 'null') FROM param WHERE run = ? ORDER BY path",
      [&](const Row& row) { detail.params.emplace_back(row.text(0), row.text(1)); }, id);
  connection.each(
      "SELECT name, value FROM environment WHERE run = ?1 AND claim = (SELECT claim FROM run WHERE id = ?1)",
      [&](const Row& row) { detail.environment.emplace(row.text(0), row.text(1)); }, id);
}

// An attempt that was cut off by the end of its process shows what became of its run.
void read_attempts(Connection& connection, std::int64_t id, RunDetail& detail) {
  connection.each(
      "SELECT a.number, a.from_step, iif(a.state = 'running', r.state, a.state), a.reason, " +
          time_text("a.started") + ", " + time_text("a.ended") +
          ", a.host, a.pid FROM attempt a JOIN run r ON r.id = a.run WHERE a.run = ? ORDER BY a.number",
      [&](const Row& row) {
        detail.attempts.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4),
                                   row.text(5), row.text(6), row.integer(7)});
      },
      id);
}

void read_metrics(Connection& connection, std::int64_t id, RunDetail& detail) {
  connection.each(
      "SELECT k.name, s.n, s.last_step, s.last, s.least, s.most, s.least_step, s.most_step FROM summary s "
      "JOIN metric_key k ON k.id = s.key WHERE s.run = ? ORDER BY k.name",
      [&](const Row& row) {
        detail.metrics.push_back({row.text(0), row.integer(1), row.integer(2), row.number(3), row.number(4),
                                  row.number(5), row.maybe_integer(6), row.maybe_integer(7)});
      },
      id);
}

void read_evaluations(Connection& connection, std::int64_t id, RunDetail& detail) {
  connection.each(
      "SELECT evaluation_id, test, test_identity, checkpoint_sha256, state, reason, " + time_text("started") +
          ", " + time_text("ended") + " FROM evaluation e WHERE run = ? ORDER BY e.started, id",
      [&](const Row& row) {
        detail.evaluations.push_back({row.text(0),
                                      row.text(1),
                                      row.text(2),
                                      row.text(3),
                                      row.text(4),
                                      row.text(5),
                                      row.text(6),
                                      row.text(7),
                                      {}});
      },
      id);
  for (auto& evaluation : detail.evaluations) {
    connection.each(
        "SELECT k.name, m.value FROM evaluation e JOIN evaluation_metric m ON m.evaluation = e.id "
        "JOIN metric_key k ON k.id = m.key WHERE e.evaluation_id = ? ORDER BY k.name",
        [&](const Row& row) { evaluation.metrics.emplace_back(row.text(0), row.number(1)); },
        evaluation.evaluation_id);
  }
}

void read_artifacts_and_events(Connection& connection, std::int64_t id, RunDetail& detail) {
  connection.each(
      "SELECT name, path, sha256, bytes FROM artifact WHERE run = ? ORDER BY name",
      [&](const Row& row) {
        detail.artifacts.push_back({row.text(0), row.text(1), row.text(2), row.integer(3)});
      },
      id);
  connection.each(
      "SELECT " + time_text("time") + ", kind, text, step FROM event WHERE run = ? ORDER BY event.id",
      [&](const Row& row) {
        detail.events.push_back({row.text(0), row.text(1), row.text(2), row.integer(3)});
      },
      id);
}

std::vector<std::string> all_run_ids(Connection& connection) {
  std::vector<std::string> ids;
  connection.each("SELECT run_id FROM run", [&](const Row& row) { ids.push_back(row.text(0)); });
  return ids;
}

[[noreturn]] void refuse_unknown(Connection& connection, const std::string& prefix) {
  const auto nearest = nearest_name(prefix, all_run_ids(connection));
  throw InputError{fmt::format("{}: no run begins with \"{}\"{}; `unseen ls` lists the runs",
                               connection.file().string(), prefix,
                               nearest.empty() ? "" : fmt::format("; did you mean {}?", nearest))};
}

}  // namespace

std::string find_run(Database& database, const std::string& run_id_prefix) {
  auto& connection = database.connection();
  std::vector<std::string> found;
  connection.each(
      "SELECT run_id FROM run WHERE substr(run_id, 1, length(?1)) = ?1 AND ?1 <> '' ORDER BY run_id LIMIT 9",
      [&](const Row& row) { found.push_back(row.text(0)); }, run_id_prefix);
  if (found.size() == 1 || (!found.empty() && found.front() == run_id_prefix)) return found.front();
  if (found.empty()) refuse_unknown(connection, run_id_prefix);
  const auto more = found.size() == 9;
  if (more) found.pop_back();
  throw InputError{fmt::format("{}: wanted one run, but \"{}\" begins {}{}; give more of its id",
                               connection.file().string(), run_id_prefix, fmt::join(found, ", "),
                               more ? ", ..." : "")};
}

RunDetail show_run(Database& database, const std::string& run_id_prefix) {
  auto& connection = database.connection();
  const ReadTransaction consistent{connection};
  RunDetail detail;
  const auto id = read_run(connection, find_run(database, run_id_prefix), detail);
  detail.folder = run_folder(database, detail.run.run_id);
  read_configuration(connection, id, detail);
  read_attempts(connection, id, detail);
  read_metrics(connection, id, detail);
  read_evaluations(connection, id, detail);
  read_artifacts_and_events(connection, id, detail);
  return detail;
}

}  // namespace unseen
