#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "results/connection.hpp"

namespace unseen {

/// A run that this process has claimed. All but the constructor write inside the caller's transaction, and
/// throw Error where another process has claimed the run since: its rows are then no longer ours to write.
class ClaimedRun {
 public:
  /// Error where there is no such run, or this process does not hold it.
  ClaimedRun(Connection& connection, std::string run_id);

  /// Says that the process lives; turns `lost` back to `running`.
  void beat();

  /// Evaluations of the checkpoints before leave the count: the run goes on to another one.
  void open_attempt(std::int64_t from_step);

  void end(std::string_view state, std::string_view reason);

  const std::string& run_id() const { return run_id_; }
  std::int64_t id() const { return id_; }

 private:
  Connection& connection_;
  std::string run_id_;
  std::int64_t id_ = 0, claim_ = 0;
};

}  // namespace unseen
