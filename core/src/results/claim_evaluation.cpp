#include <fmt/format.h>

#include <optional>

#include <unseen/error.hpp>

#include "results/evaluation_log.hpp"
#include "results/owner_row.hpp"

namespace unseen {
namespace {

struct Found {
  std::int64_t id = 0, heartbeat = 0;
  std::string evaluation_id, state;
  Owner owner;
};

constexpr const char* kFinished =
    "SELECT id, heartbeat, evaluation_id, state, owner_host, owner_boot, owner_pid, owner_start FROM "
    "evaluation "
    "WHERE run = ?1 AND test_identity = ?2 AND checkpoint_sha256 = ?3 AND state = 'finished'";

constexpr const char* kUnfinished =
    "SELECT id, heartbeat, evaluation_id, state, owner_host, owner_boot, owner_pid, owner_start FROM "
    "evaluation "
    "WHERE run = ?1 AND test_identity = ?2 AND checkpoint_sha256 = ?3 AND state NOT IN ('finished', "
    "'superseded') "
    "ORDER BY state = 'running' DESC, started DESC, id DESC LIMIT 1";

std::optional<Found> find(Connection& connection, const char* sql, std::int64_t run,
                          const EvaluationKey& key) {
  std::optional<Found> found;
  connection.each(
      sql,
      [&](const Row& row) {
        found = Found{row.integer(0), row.integer(1), row.text(2), row.text(3), owner_in(row, 4)};
      },
      run, key.test_identity, key.checkpoint_sha256);
  return found;
}

std::int64_t run_of(Connection& connection, const EvaluationKey& key) {
  const auto run = connection.integer("SELECT id FROM run WHERE run_id = ?", key.run_id);
  if (!run) {
    throw InputError{fmt::format("{}: wanted a run {} to evaluate, found none; `unseen ls` lists the runs",
                                 connection.file().string(), key.run_id)};
  }
  return *run;
}

std::int64_t insert(Connection& connection, std::int64_t run, const EvaluationKey& key,
                    const std::string& evaluation_id) {
  connection.run(
      "INSERT INTO evaluation (evaluation_id, run, checkpoint_sha256, test_identity, test, resolved, state, "
      "started, "
      "claim, owner_host, owner_boot, owner_pid, owner_start, heartbeat) "
      "VALUES (?, ?, ?, ?, '', '', 'running', ?, 0, '', '', 0, 0, 0)",
      evaluation_id, run, key.checkpoint_sha256, key.test_identity, now_ms());
  return connection.last_id();
}

void take(Connection& connection, std::int64_t id, const std::string& resolved, const Owner& self) {
  connection.run(
      "UPDATE evaluation SET state = 'running', reason = '', ended = NULL, claim = claim + 1, owner_host = "
      "?, "
      "owner_boot = ?, owner_pid = ?, owner_start = ?, heartbeat = ?, resolved = ? WHERE id = ?",
      self.host, self.boot_id, self.pid, self.start_time, now_ms(), resolved, id);
}

// A name is no part of a test's identity; all evaluations of one test bear the latest, so that they stay one
// group.
void name_test(Connection& connection, const EvaluationKey& key, const std::string& name) {
  connection.run(
      "UPDATE evaluation SET test = ?1 WHERE run = (SELECT id FROM run WHERE run_id = ?2) AND "
      "test_identity = ?3 AND test <> ?1",
      name, key.run_id, key.test_identity);
}

}  // namespace

EvaluationClaim claim_evaluation(Database& database, const EvaluationKey& key, const std::string& test_name,
                                 const std::string& resolved, bool force) {
  auto& connection = database.connection();
  const auto self = Owner::self();
  Transaction transaction{connection};
  const auto run = run_of(connection, key);
  EvaluationClaim claim;
  const auto finished = find(connection, kFinished, run, key);
  const auto unfinished = find(connection, kUnfinished, run, key);
  if (finished && !force) {
    claim = {ClaimOutcome::already_finished, finished->evaluation_id, finished->owner};
  } else if (unfinished && unfinished->state == "running" &&
             is_alive(unfinished->owner, unfinished->heartbeat, now_ms())) {
    claim = {ClaimOutcome::held, unfinished->evaluation_id, unfinished->owner};
  } else {
    const auto evaluation_id = unfinished ? unfinished->evaluation_id : random_id();
    take(connection, unfinished ? unfinished->id : insert(connection, run, key, evaluation_id), resolved,
         self);
    claim = {unfinished ? ClaimOutcome::claimed_resume : ClaimOutcome::claimed_new, evaluation_id, self};
  }
  name_test(connection, key, test_name);
  transaction.commit();
  return claim;
}

}  // namespace unseen
