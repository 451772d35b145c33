#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace unseen {

using Words = std::vector<std::string>;

/// How a command ended and what it said.
struct Finished {
  int code = 0;  ///< the exit code, or minus the signal that ended it
  std::string out, err;
};

/// Where and how a command is started.
struct Surroundings {
  std::filesystem::path folder;
  std::map<std::string, std::string> environment;  ///< beside what this process has
  std::function<void()> before_start;              ///< run in the child: limits, another user
};

/// A program that runs beside the test. Its output goes to memory, so it never waits for a reader.
class Command {
 public:
  Command(const std::filesystem::path& program, const Words& arguments, const Surroundings& surroundings);
  ~Command();  ///< kills what still runs
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  pid_t pid() const { return pid_; }
  bool has_ended();
  void signal(int number) const;
  Finished wait();

 private:
  [[noreturn]] void become(const std::filesystem::path& program, const Words& arguments,
                           const Surroundings& surroundings) const;

  pid_t pid_ = -1;
  int out_ = -1, err_ = -1;  // files in memory
  int status_ = 0;
  bool ended_ = false;
};

/// Runs a program to its end.
Finished finished(const std::filesystem::path& program, const Words& arguments,
                  const Surroundings& surroundings = {});

/// Asks every 5 ms until `happened` says yes or two minutes are over; whether it said yes.
bool wait_until(const std::function<bool()>& happened);

}  // namespace unseen
