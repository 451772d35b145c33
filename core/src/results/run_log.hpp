#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace unseen {

/// The log of one claimed run, from its claim to its end: rows go through a bounded queue to one writer
/// thread, which commits them in batches (1,000 rows or one second) and keeps the claim alive by a heartbeat.
/// Has its own connection. All members but the constructor and destructor may be called from several threads.
class RunLog {
 public:
  /// The run must be claimed by this process (claim_run): Error where it is not. Heartbeats begin here.
  RunLog(const std::filesystem::path& database_file, std::string run_id);

  /// Writes what is queued; never throws, but says on stderr what could not be written. A run without
  /// finish() stays `running` until the end of its process is noticed.
  ~RunLog();

  RunLog(const RunLog&) = delete;
  RunLog& operator=(const RunLog&) = delete;

  /// Call it first. In one transaction: deletes metric rows and events after `checkpoint_step` (all, if
  /// negative), takes evaluations of earlier checkpoints out of the count, and opens the next attempt.
  void open_attempt(std::int64_t checkpoint_step);

  /// Queues a value; NaN is stored as NULL. A second value of one step replaces the first. Never throws for a
  /// database that cannot be written (flush() and finish() do) and never drops a row: waits while the queue
  /// is full because the database is busy, and says so once on stderr.
  void metric(std::string_view name, std::int64_t step, std::int64_t epoch, double value);

  /// `kind` "bad_step", "data", "log", ...; stamped with the time and the last step that was logged.
  void event(std::string_view kind, std::string_view text);

  /// A file of the run, by its path below the run's folder. A second one of the same name replaces the first.
  void artifact(std::string_view name, std::string_view relative_path, std::string_view sha256,
                std::int64_t bytes);

  /// All queued rows are committed on return. Error where they are not; they stay queued.
  void flush();

  /// Writes what is queued and ends the run as "finished", "failed" or "interrupted", in one transaction.
  /// "finished" takes the place of the older finished run of the same identity and seed. Nothing may be
  /// logged afterwards.
  void finish(std::string_view state, std::string_view reason = "");

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace unseen
