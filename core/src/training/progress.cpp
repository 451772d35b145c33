#include "training/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace unseen {
namespace {

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (whole >= 3600) return fmt::format("{}h{:02d}m", whole / 3600, whole / 60 % 60);
  return fmt::format("{}m{:02d}s", whole / 60, whole % 60);
}

/// The line as the terminal behind stderr can hold it: a wider one would wrap, and could not be redrawn. What
/// goes is its begin, the label.
std::string fitted(const std::string& line) {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || line.size() < size.ws_col)
    return line;
  auto begin = line.size() + 1 - size.ws_col;
  while (begin < line.size() && (line[begin] & 0xC0) == 0x80) ++begin;  // no half of a UTF-8 letter
  return line.substr(begin);
}

/// Processes side by side cannot share one line.
bool may_redraw() { return isatty(STDERR_FILENO) == 1 && std::getenv("UNSEEN_SIDE_BY_SIDE") == nullptr; }

}  // namespace

Progress::Progress(std::string label, std::string unit, std::int64_t total, std::int64_t done)
    : label_{std::move(label)},
      unit_{std::move(unit)},
      total_{total},
      done_{done},
      first_{done},
      terminal_{may_redraw()},
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
  const auto line = fmt::format("{} {}/{}  {}  {:.1f} {}/s  {} left", label_, done_, total_, details,
                                static_cast<double>(units_) / seconds, unit_, duration_text(left));
  std::fputs((terminal_ ? "\r" + fitted(line) + "\033[K" : line + "\n").c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace unseen
