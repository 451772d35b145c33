#pragma once

#include <chrono>
#include <cstdint>

namespace unseen {

/// Where the seconds of an epoch went: every moment is in one of the four.
struct EpochTiming {
  double wait = 0, gradient = 0, update = 0, other = 0;
  std::int64_t images = 0;
  std::chrono::steady_clock::time_point last_lap = std::chrono::steady_clock::now();

  double all() const { return wait + gradient + update + other; }

  /// Adds the seconds since the last lap to `sum`, one of the four.
  void lap(double& sum) {
    const auto now = std::chrono::steady_clock::now();
    sum += std::chrono::duration<double>(now - last_lap).count();
    last_lap = now;
  }
};

}  // namespace unseen
