#pragma once

#include <csignal>
#include <optional>

namespace unseen {

/// SIGINT and SIGTERM as something to ask for rather than something that happens: while it lives both are
/// held back in this thread and in all that are started from it, and pending() takes one. No handler, no
/// global.
class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  /// A signal that came; asked again, the same.
  std::optional<int> pending();

 private:
  sigset_t watched_{};
  sigset_t before_{};
  std::optional<int> seen_;
};

}  // namespace unseen
