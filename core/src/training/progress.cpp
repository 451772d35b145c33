#include "training/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace unseen {
namespace {

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (whole >= 3600) return fmt::format("{}h{:02d}m", whole / 3600, whole / 60 % 60);
  return fmt::format("{}m{:02d}s", whole / 60, whole % 60);
}

}  // namespace

Progress::Progress(std::string label, std::string unit, std::int64_t total, std::int64_t done)
    : label_{std::move(label)},
      unit_{std::move(unit)},
      total_{total},
      done_{done},
      first_{done},
      terminal_{isatty(STDERR_FILENO) == 1},
      begin_{Clock::now()},
      last_draw_{begin_} {}

Progress::~Progress() {
  if (terminal_ && drawn_) std::fputs("\r\033[K", stderr);
}

void Progress::step(std::int64_t units, const std::string& details) {
  ++done_;
  units_ += units;
  const auto pause = terminal_ ? std::chrono::milliseconds{200} : std::chrono::milliseconds{10'000};
  if (Clock::now() - last_draw_ >= pause) draw(details);
}

void Progress::draw(const std::string& details) {
  last_draw_ = Clock::now();
  const auto seconds = std::chrono::duration<double>(last_draw_ - begin_).count();
  const auto left = seconds / static_cast<double>(done_ - first_) * static_cast<double>(total_ - done_);
  const auto line = fmt::format("{}  {}/{}  {}  {:.1f} {}/s  {} left", label_, done_, total_, details,
                                static_cast<double>(units_) / seconds, unit_, duration_text(left));
  std::fputs((terminal_ ? "\r" + line + "\033[K" : line + "\n").c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace unseen
