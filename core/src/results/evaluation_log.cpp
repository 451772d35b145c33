#include "results/evaluation_log.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "results/row_writer.hpp"

namespace unseen {
namespace {

// Error where another process has claimed the evaluation since.
std::int64_t held(Connection& connection, const std::string& evaluation_id) {
  const auto self = Owner::self();
  const auto id = connection.integer(
      "SELECT id FROM evaluation WHERE evaluation_id = ? AND state IN ('running', 'lost') AND owner_host = ? "
      "AND "
      "owner_boot = ? AND owner_pid = ? AND owner_start = ?",
      evaluation_id, self.host, self.boot_id, self.pid, self.start_time);
  if (id) return *id;
  throw Error{fmt::format(
      "{}: evaluation {} is not claimed by this process, or was claimed by another meanwhile; claim it "
      "first",
      connection.file().string(), evaluation_id)};
}

std::int64_t video_id(Connection& connection, const VideoScore& video) {
  constexpr const char* kFind = "SELECT id FROM video WHERE name = ? AND label = ? AND method = ?";
  if (const auto known = connection.integer(kFind, video.video, video.label, video.method)) return *known;
  connection.run("INSERT INTO video (name, label, method) VALUES (?, ?, ?)", video.video, video.label,
                 video.method);
  return connection.last_id();
}

void write_scores(Connection& connection, std::int64_t id, const EvaluationResult& result) {
  for (const auto& [name, value] : result.metrics) {
    connection.run("INSERT INTO evaluation_metric VALUES (?, ?, ?)", id, metric_key(connection, name), value);
  }
  for (const auto& video : result.videos) {
    connection.run("INSERT INTO video_score VALUES (?, ?, ?, ?, ?, ?, ?)", id, video_id(connection, video),
                   video.score, video.frames_expected, video.frames_scored, video.frames_faceless,
                   video.frames_missing);
  }
}

}  // namespace

void finish_evaluation(Database& database, const std::string& evaluation_id, const EvaluationResult& result) {
  auto& connection = database.connection();
  Transaction transaction{connection};
  const auto id = held(connection, evaluation_id);
  write_scores(connection, id, result);
  connection.run(
      "UPDATE evaluation SET state = 'superseded', reason = 'evaluated again as ' || ?1 WHERE state = "
      "'finished' "
      "AND (run, test_identity) = (SELECT run, test_identity FROM evaluation WHERE id = ?2)",
      evaluation_id, id);
  connection.run("UPDATE evaluation SET state = 'finished', reason = '', ended = ? WHERE id = ?", now_ms(),
                 id);
  transaction.commit();
}

void fail_evaluation(Database& database, const std::string& evaluation_id, const std::string& reason,
                     const std::string& state) {
  auto& connection = database.connection();
  Transaction transaction{connection};
  connection.run("UPDATE evaluation SET state = ?, reason = ?, ended = ? WHERE id = ?", state, reason,
                 now_ms(), held(connection, evaluation_id));
  transaction.commit();
}

}  // namespace unseen
