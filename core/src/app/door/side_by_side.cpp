#include "app/door/side_by_side.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <thread>
#include <vector>

#include <unseen/error.hpp>

#include "app/door/signal_watch.hpp"

namespace unseen {
namespace {

/// The command line without --jobs.
std::vector<std::string> child_words(const std::vector<std::string>& words) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--jobs") {
      ++i;
    } else if (!words[i].starts_with("--jobs=")) {
      result.push_back(words[i]);
    }
  }
  return result;
}

/// The environment with the processor's threads shared out, unless the user has decided; and what tells a
/// child that it is one.
std::vector<std::string> child_environment(std::int64_t jobs) {
  std::vector<std::string> variables;
  bool decided = false;
  for (auto** variable = environ; *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
    decided |= variables.back().starts_with("OMP_NUM_THREADS=");
  }
  const auto threads = std::max<std::int64_t>(1, std::thread::hardware_concurrency() / jobs);
  variables.emplace_back("UNSEEN_SIDE_BY_SIDE=1");
  if (!decided) variables.push_back(fmt::format("OMP_NUM_THREADS={}", threads));
  return variables;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (auto& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

pid_t start(std::vector<std::string> words, std::vector<std::string> environment) {
  // This process waits for signals as they come; its children are to start as from a shell.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const auto error = posix_spawn(&child, "/proc/self/exe", nullptr, &attributes, pointers(words).data(),
                                 pointers(environment).data());
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw Error{"--jobs: cannot start a process; ask for fewer"};
  return child;
}

int exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

int run_side_by_side(const RunOptions& options) {
  std::signal(SIGCHLD, SIG_DFL);  // inherited as ignored, it would take the exit codes away
  SignalWatch signals;
  std::set<pid_t> children;
  for (std::int64_t i = 0; i < options.jobs; ++i) {
    children.insert(start(child_words(options.command_line), child_environment(options.jobs)));
  }
  bool passed_on = false;
  int worst = 0;
  while (!children.empty()) {
    int status = 0;
    if (const auto child = waitpid(-1, &status, WNOHANG); child > 0) {
      if (children.erase(child) > 0) worst = std::max(worst, exit_code(status));
      continue;
    }
    if (const auto signal = signals.pending(); signal && !passed_on) {
      for (const auto child : children) kill(child, *signal);
      passed_on = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  }
  return worst;
}

}  // namespace unseen
