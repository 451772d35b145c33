#pragma once

#include <cstdint>
#include <string>

namespace unseen {

inline constexpr std::int64_t kHeartbeatMs = 10'000;

/// The process that holds a claim. A process id is used again after a while, so its start time belongs to it.
struct Owner {
  std::string host;
  std::string
      boot_id;  ///< of the machine's boot and the process-id namespace: process ids compare only within both
  std::int64_t pid = 0;
  std::int64_t start_time = 0;  ///< clock ticks after boot, from /proc/PID/stat

  /// This process.
  static Owner self();

  /// "host, process 123": for messages.
  std::string text() const;

  friend bool operator==(const Owner&, const Owner&) = default;
};

/// On the owner's own host and boot: whether its process runs. Elsewhere: whether fewer than three heartbeats
/// are missing at `now_ms`. Both times in milliseconds since 1970.
bool is_alive(const Owner& owner, std::int64_t heartbeat_ms, std::int64_t now_ms);

}  // namespace unseen
