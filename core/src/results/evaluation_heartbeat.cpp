#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "results/connection.hpp"
#include "results/evaluation_log.hpp"

namespace unseen {

class EvaluationHeartbeat::Impl {
 public:
  Impl(const std::filesystem::path& file, std::string evaluation_id)
      : database_{Database::open_existing(file)},
        evaluation_id_{std::move(evaluation_id)},
        claim_{database_.connection()
                   .integer("SELECT claim FROM evaluation WHERE evaluation_id = ?", evaluation_id_)
                   .value_or(0)},
        thread_{[this](const std::stop_token& stop) { keep_beating(stop); }} {}

 private:
  void keep_beating(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
      never.wait_for(lock, stop, std::chrono::milliseconds{kHeartbeatMs}, [] { return false; });
      if (!stop.stop_requested()) beat();
    }
  }

  // A beat that fails is no harm: finish_evaluation() will meet the same trouble, and throw.
  void beat() {
    try {
      database_.connection().run(
          "UPDATE evaluation SET heartbeat = ?, state = 'running', reason = '', ended = NULL "
          "WHERE evaluation_id = ? AND claim = ? AND state IN ('running', 'lost')",
          now_ms(), evaluation_id_, claim_);
    } catch (const std::exception& error) {
      fmt::print(stderr, "evaluation {}: its heartbeat could not be written: {}\n", evaluation_id_,
                 error.what());
    }
  }

  Database database_;
  std::string evaluation_id_;
  std::int64_t claim_;
  std::jthread thread_;  ///< last: it uses all of the above
};

EvaluationHeartbeat::EvaluationHeartbeat(const std::filesystem::path& database_file,
                                         std::string evaluation_id)
    : impl_{std::make_unique<Impl>(database_file, std::move(evaluation_id))} {}
EvaluationHeartbeat::~EvaluationHeartbeat() = default;

}  // namespace unseen
