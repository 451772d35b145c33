#include "results/run_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <unseen/error.hpp>

#include "results/claimed_run.hpp"
#include "results/database.hpp"
#include "results/owner.hpp"
#include "results/row_queue.hpp"

namespace unseen {

class RunLog::Impl {
 public:
  Impl(const std::filesystem::path& file, std::string run_id)
      : database_{Database::open_existing(file)},
        run_{database_.connection(), std::move(run_id)},
        rows_{database_.connection(), run_.id()},
        queue_{[this] { tell_waiting(); }},
        thread_{[this](const std::stop_token& stop) { keep_writing(stop); }} {}

  ~Impl() {
    thread_.request_stop();
    thread_.join();
    try {
      write_queued();
    } catch (const std::exception& error) {
      fmt::print(stderr, "run {}: its last rows could not be written: {}\n", run_.run_id(), error.what());
    }
  }

  void open_attempt(std::int64_t checkpoint_step) {
    flush();
    const std::lock_guard lock{writing_};
    Transaction transaction{database_.connection()};
    run_.beat();
    rows_.delete_after(checkpoint_step);
    run_.open_attempt(checkpoint_step);
    transaction.commit();
    queue_.set_step(std::max<std::int64_t>(checkpoint_step, -1));
  }

  RowQueue& queue() {
    require_open();
    return queue_;
  }

  void flush() {
    require_open();
    write_queued();
  }

  void finish(std::string_view state, std::string_view reason) {
    constexpr std::array kEnds{"finished", "failed", "interrupted"};
    if (std::find(kEnds.begin(), kEnds.end(), state) == kEnds.end()) {
      throw Error{fmt::format("run {}: wanted it to end as finished, failed or interrupted, found \"{}\"",
                              run_.run_id(), state)};
    }
    flush();
    const std::lock_guard lock{writing_};
    Transaction transaction{database_.connection()};
    run_.beat();
    rows_.sum_up();
    run_.end(state, reason);
    transaction.commit();
    open_ = false;
  }

 private:
  void keep_writing(const std::stop_token& stop) {
    constexpr std::chrono::milliseconds kBeat{kHeartbeatMs};
    auto next_beat = std::chrono::steady_clock::now() + kBeat;
    while (open_ && !stop.stop_requested()) {
      queue_.wait_for_batch(stop);
      if (queue_.empty() && !failed_ && std::chrono::steady_clock::now() < next_beat) continue;
      write_or_tell();
      next_beat = std::chrono::steady_clock::now() + kBeat;
    }
  }

  // A row that cannot be written stays, and is tried again; flush() and finish() throw what went wrong.
  void write_or_tell() {
    try {
      write_queued();
    } catch (const std::exception& error) {
      if (std::exchange(told_failure_, true)) return;
      fmt::print(stderr, "run {}: its rows wait in memory: {}\n", run_.run_id(), error.what());
    }
  }

  void write_queued() {
    const std::lock_guard lock{writing_};
    if (!open_) return;
    queue_.take(taken_, names_);
    try {
      Transaction transaction{database_.connection()};
      run_.beat();
      rows_.write(taken_, names_);
      transaction.commit();
    } catch (...) {
      rows_.forget_keys();  // new ones went with the transaction
      set_failed(true);
      throw;
    }
    taken_.clear();
    set_failed(false);
  }

  void set_failed(bool failed) {
    failed_ = failed;
    queue_.set_failed(failed);
  }

  void require_open() const {
    if (!open_)
      throw Error{fmt::format("run {}: its log has ended; claim the run again to go on", run_.run_id())};
  }

  void tell_waiting() const {
    fmt::print(
        stderr,
        "run {}: {} rows wait to be written and the training waits for them: {} is slow, or another program "
        "holds it in a long transaction\n",
        run_.run_id(), RowQueue::kCapacity, database_.file().string());
  }

  std::mutex writing_;  ///< guards the database and what is taken out of the queue
  Database database_;
  ClaimedRun run_;
  RowWriter rows_;
  std::vector<PendingRow> taken_;  ///< out of the queue, not committed yet
  std::vector<std::string> names_;
  std::atomic<bool> open_ = true, failed_ = false;
  bool told_failure_ = false;  ///< of the writer thread alone
  RowQueue queue_;
  std::jthread thread_;  ///< last: it uses all of the above
};

RunLog::RunLog(const std::filesystem::path& database_file, std::string run_id)
    : impl_{std::make_unique<Impl>(database_file, std::move(run_id))} {}
RunLog::~RunLog() = default;

void RunLog::open_attempt(std::int64_t checkpoint_step) { impl_->open_attempt(checkpoint_step); }

void RunLog::metric(std::string_view name, std::int64_t step, std::int64_t epoch, double value) {
  impl_->queue().push_metric(name, step, epoch, value);
}

void RunLog::event(std::string_view kind, std::string_view text) {
  impl_->queue().push_event(now_ms(), kind, text);
}

void RunLog::artifact(std::string_view name, std::string_view relative_path, std::string_view sha256,
                      std::int64_t bytes) {
  impl_->queue().push({std::string{name}, std::string{relative_path}, std::string{sha256}, bytes});
}

void RunLog::flush() { impl_->flush(); }

void RunLog::finish(std::string_view state, std::string_view reason) { impl_->finish(state, reason); }

}  // namespace unseen
