#include "results/row_queue.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace unseen {
namespace {

constexpr std::size_t kBatch = 1'000;
constexpr std::chrono::seconds kBatchAge{1};

}  // namespace

void RowQueue::push_metric(std::string_view name, std::int64_t step, std::int64_t epoch, double value) {
  std::unique_lock lock{mutex_};
  wait_for_room(lock);
  step_ = std::max(step_, step);
  rows_.emplace_back(MetricRow{index_of(name), step, epoch, value});
  if (rows_.size() == kBatch) batch_.notify_one();
}

void RowQueue::push_event(std::int64_t time, std::string_view kind, std::string_view text) {
  std::unique_lock lock{mutex_};
  wait_for_room(lock);
  rows_.emplace_back(PendingEvent{time, step_, std::string{kind}, std::string{text}});
}

void RowQueue::push(PendingArtifact artifact) {
  std::unique_lock lock{mutex_};
  wait_for_room(lock);
  rows_.emplace_back(std::move(artifact));
}

void RowQueue::take(std::vector<PendingRow>& rows, std::vector<std::string>& names) {
  const std::lock_guard lock{mutex_};
  rows.insert(rows.end(), std::make_move_iterator(rows_.begin()), std::make_move_iterator(rows_.end()));
  rows_.clear();
  if (names.size() < names_.size()) names = names_;
  room_.notify_all();
}

void RowQueue::wait_for_batch(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  batch_.wait_for(lock, stop, kBatchAge, [this] { return rows_.size() >= kBatch && !failed_; });
}

bool RowQueue::empty() {
  const std::lock_guard lock{mutex_};
  return rows_.empty();
}

void RowQueue::set_failed(bool failed) {
  const std::lock_guard lock{mutex_};
  failed_ = failed;
  room_.notify_all();
}

void RowQueue::set_step(std::int64_t step) {
  const std::lock_guard lock{mutex_};
  step_ = step;
}

void RowQueue::wait_for_room(std::unique_lock<std::mutex>& lock) {
  const auto has_room = [this] { return rows_.size() < kCapacity || failed_; };
  if (has_room()) return;
  if (!std::exchange(told_, true)) on_full_();
  room_.wait(lock, has_room);
}

std::size_t RowQueue::index_of(std::string_view name) {
  if (const auto known = index_.find(name); known != index_.end()) return known->second;
  names_.emplace_back(name);
  return index_.emplace(name, index_.size()).first->second;
}

}  // namespace unseen
