#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "results/row_writer.hpp"

namespace unseen {

/// Rows on their way from the training to the writer thread. Bounded: who pushes waits while it is full.
class RowQueue {
 public:
  /// `on_full` is called once, before the first wait.
  explicit RowQueue(std::function<void()> on_full) : on_full_{std::move(on_full)} {}

  void push_metric(std::string_view name, std::int64_t step, std::int64_t epoch, double value);
  void push_event(std::int64_t time, std::string_view kind, std::string_view text);
  void push(PendingArtifact artifact);

  /// Moves all rows to the end of `rows`, and brings `names` (of MetricRow::name) up to date.
  void take(std::vector<PendingRow>& rows, std::vector<std::string>& names);

  /// For the writer: returns after a second, as soon as a batch is full, or when asked to stop.
  void wait_for_batch(const std::stop_token& stop);
  bool empty();

  /// While the database cannot be written nobody waits for it, and it is tried again once a second: rows pile
  /// up in memory until the next flush() throws.
  void set_failed(bool failed);

  /// The step that events are stamped with until the next metric.
  void set_step(std::int64_t step);

  static constexpr std::size_t kCapacity = 65'536;

 private:
  void wait_for_room(std::unique_lock<std::mutex>& lock);
  std::size_t index_of(std::string_view name);

  const std::function<void()> on_full_;
  std::mutex mutex_;
  std::condition_variable_any batch_;
  std::condition_variable room_;
  std::vector<PendingRow> rows_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::vector<std::string> names_;
  std::int64_t step_ = -1;
  bool failed_ = false, told_ = false;
};

}  // namespace unseen
