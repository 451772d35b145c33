#pragma once

#include <torch/types.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace unseen {

/// Samples on the host.
struct HostBatch {
  torch::Tensor pixels;  ///< (N, side, side, 3), uint8
  torch::Tensor labels;  ///< (N), int64
  std::vector<std::size_t> items;

  std::int64_t size() const { return labels.size(0); }
};

/// Makes batches ahead of their use, on worker threads. Which thread makes a sample never changes the sample,
/// and batches come in the order asked for.
class Loader {
 public:
  /// Writes the samples of one item: `samples_per_item` pictures and labels. Called from several threads at
  /// once.
  using Produce = std::function<void(std::size_t item, std::uint8_t* pixels, std::int64_t* labels)>;

  struct Shape {
    std::size_t samples_per_item = 1;
    std::int64_t side = 0;
    bool pinned = false;  ///< in memory that a GPU copies from while the host goes on
  };

  /// `batches` holds item numbers. `workers` >= 1.
  Loader(std::vector<std::vector<std::size_t>> batches, Shape shape, Produce produce, std::size_t workers);
  ~Loader();
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  /// The next batch, none after the last. Throws what a worker threw, at the batch it threw in.
  std::optional<HostBatch> next();

 private:
  struct Pending {
    HostBatch batch;
    std::size_t started = 0, finished = 0;
    std::exception_ptr error;
  };

  std::int64_t sample_bytes() const { return shape_.side * shape_.side * 3; }
  void work(const std::stop_token& stop);
  Pending* job(std::size_t& item);
  void open_batches();

  std::vector<std::vector<std::size_t>> batches_;
  Shape shape_;
  Produce produce_;
  std::size_t opened_ = 0, taken_ = 0;
  std::deque<std::unique_ptr<Pending>> pending_;  ///< batches taken_ .. opened_ - 1
  std::mutex mutex_;
  std::condition_variable_any work_there_;
  std::condition_variable done_;
  std::vector<std::jthread> workers_;
};

}  // namespace unseen
