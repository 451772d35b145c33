#include "results/owner.hpp"

#include <fmt/format.h>
#include <limits.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>

namespace unseen {
namespace {

std::string host_name() {
  std::array<char, HOST_NAME_MAX + 1> name{};
  ::gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::string this_boot() {
  std::ifstream file{"/proc/sys/kernel/random/boot_id"};
  std::string boot;
  std::getline(file, boot);
  std::error_code unknown;
  const auto space = std::filesystem::read_symlink("/proc/self/ns/pid", unknown);
  return boot + " " + space.string();
}

// Field 22 of /proc/PID/stat; none where there is no such process, or only its exit status is left.
std::optional<std::int64_t> start_time_of(std::int64_t pid) {
  std::ifstream file{fmt::format("/proc/{}/stat", pid)};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto after_name =
      text.rfind(')');  // a program's name may hold anything, blanks and brackets included
  if (after_name == std::string::npos) return std::nullopt;
  std::istringstream fields{text.substr(after_name + 1)};
  std::string state, skipped;
  fields >> state;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  std::int64_t start = 0;
  if (state == "Z" || state == "X" || !(fields >> start)) return std::nullopt;
  return start;
}

}  // namespace

Owner Owner::self() {
  const auto pid = std::int64_t{::getpid()};
  return {host_name(), this_boot(), pid, start_time_of(pid).value_or(0)};
}

std::string Owner::text() const { return fmt::format("{}, process {}", host, pid); }

bool is_alive(const Owner& owner, std::int64_t heartbeat_ms, std::int64_t now_ms) {
  if (owner.host == host_name() && owner.boot_id == this_boot())
    return start_time_of(owner.pid) == owner.start_time;
  return now_ms - heartbeat_ms < 3 * kHeartbeatMs;
}

}  // namespace unseen
