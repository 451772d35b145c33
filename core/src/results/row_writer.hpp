#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "results/connection.hpp"

namespace unseen {

/// `name` counts the log's own names from 0.
struct MetricRow {
  std::size_t name = 0;
  std::int64_t step = 0, epoch = 0;
  double value = 0;
};

struct PendingEvent {
  std::int64_t time = 0, step = -1;
  std::string kind, text;
};

struct PendingArtifact {
  std::string name, path, sha256;
  std::int64_t bytes = 0;
};

using PendingRow = std::variant<MetricRow, PendingEvent, PendingArtifact>;

/// Writes the rows of one claimed run, inside the caller's transaction.
class RowWriter {
 public:
  RowWriter(Connection& connection, std::int64_t run) : connection_{connection}, run_{run} {}

  /// `names` resolves MetricRow::name.
  void write(const std::vector<PendingRow>& rows, const std::vector<std::string>& names);

  /// Deletes metric rows and events after a step (all, if negative) and sums up again.
  void delete_after(std::int64_t step);

  /// Makes the summaries from the rows themselves.
  void sum_up();

  /// Ids of names may have been rolled back with a failed transaction.
  void forget_keys() { keys_.clear(); }

 private:
  /// What one batch adds to the summary of one metric.
  struct Gain {
    std::int64_t n = 0, last_step = 0, least_step = 0, most_step = 0;
    std::optional<double> last, least, most;
    void add(const MetricRow& row);
  };

  std::int64_t key(std::size_t name, const std::vector<std::string>& names);
  void write_gain(std::int64_t key, const Gain& gain);
  void write_row(const PendingEvent& event);
  void write_row(const PendingArtifact& artifact);

  Connection& connection_;
  std::int64_t run_;
  std::vector<std::int64_t> keys_;  ///< by name; 0: not looked up yet
};

/// The id of an interned metric name, made where it is new.
std::int64_t metric_key(Connection& connection, const std::string& name);

}  // namespace unseen
