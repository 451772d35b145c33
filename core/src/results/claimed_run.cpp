#include "results/claimed_run.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "results/owner.hpp"

namespace unseen {

ClaimedRun::ClaimedRun(Connection& connection, std::string run_id)
    : connection_{connection}, run_id_{std::move(run_id)} {
  Owner owner;
  connection_.each(
      "SELECT id, claim, owner_host, owner_boot, owner_pid, owner_start FROM run "
      "WHERE run_id = ? AND state IN ('running', 'lost')",
      [&](const Row& row) {
        id_ = row.integer(0);
        claim_ = row.integer(1);
        owner = {row.text(2), row.text(3), row.integer(4), row.integer(5)};
      },
      run_id_);
  if (id_ == 0)
    throw Error{
        fmt::format("{}: run {} is not claimed; claim it first", connection.file().string(), run_id_)};
  if (owner != Owner::self()) {
    throw Error{fmt::format("{}: run {} is held by {}, not by this process", connection.file().string(),
                            run_id_, owner.text())};
  }
}

void ClaimedRun::beat() {
  connection_.run(
      "UPDATE run SET heartbeat = ?, state = 'running', reason = '', ended = NULL "
      "WHERE id = ? AND claim = ? AND state IN ('running', 'lost')",
      now_ms(), id_, claim_);
  if (connection_.changes() == 1) return;
  throw Error{fmt::format("{}: run {} was claimed by another process or deleted meanwhile; stop this one",
                          connection_.file().string(), run_id_)};
}

void ClaimedRun::open_attempt(std::int64_t from_step) {
  connection_.run(
      "UPDATE evaluation SET state = 'superseded', reason = 'the run went on to another checkpoint' "
      "WHERE run = ? AND state = 'finished'",
      id_);
  connection_.run(
      "UPDATE attempt SET state = 'interrupted', ended = ? WHERE run = ? AND claim = ? AND state = 'running'",
      now_ms(), id_, claim_);
  connection_.run(
      "INSERT INTO attempt (run, number, claim, from_step, state, started, host, pid) "
      "SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE run = run.id), claim, ?, "
      "'running', ?, "
      "owner_host, owner_pid FROM run WHERE id = ?",
      from_step < 0 ? -1 : from_step, now_ms(), id_);
}

void ClaimedRun::end(std::string_view state, std::string_view reason) {
  if (state == "finished") {
    connection_.run(
        "UPDATE run SET state = 'superseded', reason = 'run again as ' || ?1 WHERE state = 'finished' "
        "AND (identity, seed) = (SELECT identity, seed FROM run WHERE id = ?2)",
        run_id_, id_);
  }
  connection_.run("UPDATE run SET state = ?, reason = ?, ended = ? WHERE id = ?", state, reason, now_ms(),
                  id_);
  connection_.run(
      "UPDATE attempt SET state = ?, reason = ?, ended = ? WHERE run = ? AND claim = ? AND state = 'running'",
      state, reason, now_ms(), id_, claim_);
}

}  // namespace unseen
