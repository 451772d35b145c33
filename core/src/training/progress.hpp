#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace unseen {

/// What a person who waits wants to know, on stderr: one line that is redrawn on a terminal, a plain line
/// every ten seconds elsewhere.
class Progress {
 public:
  /// `label` begins each line, `unit` names what is counted ("images"); `total` steps are expected, `done`
  /// are behind.
  Progress(std::string label, std::string unit, std::int64_t total, std::int64_t done = 0);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more step of `units` units; `details` ("loss 0.41") stand in the middle of the line.
  void step(std::int64_t units, const std::string& details);

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const std::string& details);

  std::string label_, unit_;
  std::int64_t total_, done_, first_;
  std::int64_t units_ = 0;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point begin_, last_draw_;
};

}  // namespace unseen
