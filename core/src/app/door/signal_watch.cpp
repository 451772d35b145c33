#include "app/door/signal_watch.hpp"

#include <ctime>

namespace unseen {

SignalWatch::SignalWatch() {
  sigemptyset(&watched_);
  sigaddset(&watched_, SIGINT);
  sigaddset(&watched_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
}

SignalWatch::~SignalWatch() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

std::optional<int> SignalWatch::pending() {
  if (seen_) return seen_;
  const timespec at_once{};
  const auto signal = sigtimedwait(&watched_, nullptr, &at_once);
  if (signal > 0) seen_ = signal;
  return seen_;
}

}  // namespace unseen
