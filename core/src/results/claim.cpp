#include "results/claim.hpp"

#include <sqlite3.h>

#include <optional>
#include <vector>

#include "results/owner_row.hpp"
#include "results/parameters.hpp"

namespace unseen {
namespace {

struct Found {
  std::int64_t id = 0, heartbeat = 0;
  std::string run_id, state;
  Owner owner;
  std::string build;
};

constexpr const char* kFinished =
    "SELECT id, heartbeat, run_id, state, owner_host, owner_boot, owner_pid, owner_start, "
    "\"commit\" || iif(dirty, '+changes', '') FROM run "
    "WHERE identity = ?1 AND seed = ?2 AND state = 'finished'";

// An early end that a later finished run has made pointless is not resumed.
constexpr const char* kUnfinished =
    "SELECT id, heartbeat, run_id, state, owner_host, owner_boot, owner_pid, owner_start, "
    "\"commit\" || iif(dirty, '+changes', '') FROM run r "
    "WHERE identity = ?1 AND seed = ?2 AND state NOT IN ('finished', 'superseded') "
    "AND NOT EXISTS (SELECT 1 FROM run f WHERE f.identity = ?1 AND f.seed = ?2 AND f.state = 'finished' "
    "AND f.started > r.started) "
    "ORDER BY state = 'running' DESC, started DESC, id DESC LIMIT 1";

std::optional<Found> find(Connection& connection, const char* sql, const RunInfo& info) {
  std::optional<Found> found;
  connection.each(
      sql,
      [&](const Row& row) {
        found =
            Found{row.integer(0), row.integer(1), row.text(2), row.text(3), owner_in(row, 4), row.text(8)};
      },
      info.identity, info.seed);
  return found;
}

std::int64_t insert(Connection& connection, const RunInfo& info, const std::string& run_id) {
  connection.run(
      "INSERT INTO run (run_id, identity, seed, state, experiment, backbone, regularizer, train_data, "
      "device, host, "
      "\"commit\", dirty, resolved, started, claim, owner_host, owner_boot, owner_pid, owner_start, "
      "heartbeat) "
      "VALUES (?, ?, ?, 'running', ?, ?, ?, ?, '', '', '', 0, ?, ?, 0, '', '', 0, 0, 0)",
      run_id, info.identity, info.seed, info.experiment, info.backbone, info.regularizer, info.train_data,
      info.resolved, now_ms());
  return connection.last_id();
}

void take(Connection& connection, std::int64_t id, const RunInfo& info, const Owner& self) {
  connection.run(
      "UPDATE run SET state = 'running', reason = '', ended = NULL, claim = claim + 1, owner_host = ?, "
      "owner_boot = ?, "
      "owner_pid = ?, owner_start = ?, heartbeat = ?, device = ?, host = ?, \"commit\" = ?, dirty = ?, "
      "resolved = ? "
      "WHERE id = ?",
      self.host, self.boot_id, self.pid, self.start_time, now_ms(), info.device,
      info.host.empty() ? self.host : info.host, info.commit, info.dirty, info.resolved, id);
  connection.run(
      "UPDATE attempt SET state = 'lost', ended = coalesce(ended, ?) WHERE run = ? AND state = 'running'",
      now_ms(), id);
}

void write_environment(Connection& connection, std::int64_t id, const RunInfo& info) {
  auto environment = info.environment;
  environment.try_emplace("sqlite", sqlite3_libversion());
  for (const auto& [name, value] : environment) {
    connection.run("INSERT INTO environment SELECT id, claim, ?, ? FROM run WHERE id = ?", name, value, id);
  }
}

int mark_lost_in(Connection& connection, const std::string& table) {
  struct Dead {
    std::int64_t id, claim, heartbeat;
  };
  std::vector<Dead> dead;
  connection.each("SELECT id, claim, heartbeat, owner_host, owner_boot, owner_pid, owner_start FROM " +
                      table + " WHERE state = 'running'",
                  [&](const Row& row) {
                    if (!is_alive(owner_in(row, 3), row.integer(2), now_ms()))
                      dead.push_back({row.integer(0), row.integer(1), row.integer(2)});
                  });
  if (dead.empty()) return 0;
  Transaction transaction{connection};
  int marked = 0;
  for (const auto& [id, claim, heartbeat] : dead) {
    connection.run("UPDATE " + table +
                       " SET state = 'lost', reason = 'its process is gone', ended = heartbeat "
                       "WHERE id = ? AND claim = ? AND heartbeat = ? AND state = 'running'",
                   id, claim, heartbeat);
    marked += connection.changes();
  }
  transaction.commit();
  return marked;
}

}  // namespace

ClaimResult claim_run(Database& database, const RunInfo& info, bool force) {
  auto& connection = database.connection();
  const auto self = Owner::self();
  Transaction transaction{connection};
  const auto finished = find(connection, kFinished, info);
  if (finished && !force) {
    return {ClaimOutcome::already_finished, finished->run_id, finished->owner, finished->build};
  }
  const auto unfinished = find(connection, kUnfinished, info);
  if (unfinished && unfinished->state == "running" &&
      is_alive(unfinished->owner, unfinished->heartbeat, now_ms())) {
    return {ClaimOutcome::held, unfinished->run_id, unfinished->owner, unfinished->build};
  }
  const auto run_id = unfinished ? unfinished->run_id : random_id();
  const auto id = unfinished ? unfinished->id : insert(connection, info, run_id);
  take(connection, id, info, self);
  write_parameters(connection, id, info.resolved);
  write_environment(connection, id, info);
  transaction.commit();
  if (unfinished) return {ClaimOutcome::claimed_resume, run_id, self, unfinished->build};
  return {ClaimOutcome::claimed_new, run_id, self, ""};
}

int mark_lost(Database& database) {
  auto& connection = database.connection();
  if (connection.read_only()) return 0;
  return mark_lost_in(connection, "run") + mark_lost_in(connection, "evaluation");
}

}  // namespace unseen
