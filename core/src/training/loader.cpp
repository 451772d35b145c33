#include "training/loader.hpp"

#include <algorithm>

namespace unseen {
namespace {

/// Batches in work or waiting: enough that one is ready while the next is made.
constexpr std::size_t kAhead = 3;

}  // namespace

Loader::Loader(std::vector<std::vector<std::size_t>> batches, Shape shape, Produce produce,
               std::size_t workers)
    : batches_{std::move(batches)}, shape_{shape}, produce_{std::move(produce)} {
  open_batches();
  for (std::size_t i = 0; i < std::max<std::size_t>(workers, 1); ++i) {
    workers_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }
}

Loader::~Loader() {
  for (auto& worker : workers_) worker.request_stop();
}

void Loader::open_batches() {
  for (; opened_ < batches_.size() && pending_.size() < kAhead; ++opened_) {
    auto pending = std::make_unique<Pending>();
    const auto& items = batches_[opened_];
    pending->batch.items = items;
    const auto samples = static_cast<std::int64_t>(items.size() * shape_.samples_per_item);
    const auto memory = torch::TensorOptions{}.pinned_memory(shape_.pinned);
    pending->batch.pixels = torch::empty({samples, shape_.side, shape_.side, 3}, memory.dtype(torch::kByte));
    pending->batch.labels = torch::empty({samples}, memory.dtype(torch::kLong));
    pending_.push_back(std::move(pending));
  }
}

Loader::Pending* Loader::job(std::size_t& item) {
  for (auto& pending : pending_) {
    if (pending->started == pending->batch.items.size()) continue;
    item = pending->started++;
    return pending.get();
  }
  return nullptr;
}

void Loader::work(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  while (true) {
    Pending* pending = nullptr;
    std::size_t item = 0;
    if (!work_there_.wait(lock, stop, [&] { return (pending = job(item)) != nullptr; })) return;
    lock.unlock();
    std::exception_ptr error;
    try {
      const auto& batch = pending->batch;
      const auto first = static_cast<std::int64_t>(item * shape_.samples_per_item);
      produce_(batch.items[item], batch.pixels.mutable_data_ptr<std::uint8_t>() + first * sample_bytes(),
               batch.labels.mutable_data_ptr<std::int64_t>() + first);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    if (error && !pending->error) pending->error = error;
    if (++pending->finished == pending->batch.items.size()) done_.notify_one();
  }
}

std::optional<HostBatch> Loader::next() {
  std::unique_lock lock{mutex_};
  if (taken_ == batches_.size()) return std::nullopt;
  auto& front = *pending_.front();
  done_.wait(lock, [&] { return front.finished == front.batch.items.size(); });
  const auto pending = std::move(pending_.front());
  pending_.pop_front();
  ++taken_;
  open_batches();
  work_there_.notify_all();
  if (pending->error) std::rethrow_exception(pending->error);
  return std::move(pending->batch);
}

}  // namespace unseen
