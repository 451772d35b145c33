#include "command.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace unseen {
namespace {

int memory_file(const char* name) {
  const auto file = memfd_create(name, MFD_CLOEXEC);
  if (file < 0) throw std::runtime_error{std::string{"memfd_create: "} + std::strerror(errno)};
  return file;
}

std::string content(int file) {
  std::string text(static_cast<std::size_t>(lseek(file, 0, SEEK_END)), '\0');
  const auto got = pread(file, text.data(), text.size(), 0);
  text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return text;
}

}  // namespace

Command::Command(const std::filesystem::path& program, const Words& arguments,
                 const Surroundings& surroundings)
    : out_{memory_file("stdout")}, err_{memory_file("stderr")} {
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error{std::string{"fork: "} + std::strerror(errno)};
  if (pid_ == 0) become(program, arguments, surroundings);
}

Command::~Command() {
  if (!ended_) {
    signal(SIGKILL);
    wait();
  }
  close(out_);
  close(err_);
}

void Command::become(const std::filesystem::path& program, const Words& arguments,
                     const Surroundings& surroundings) const {
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  dup2(out_, STDOUT_FILENO);
  dup2(err_, STDERR_FILENO);
  for (const auto& [name, value] : surroundings.environment) setenv(name.c_str(), value.c_str(), 1);
  if (!surroundings.folder.empty() && chdir(surroundings.folder.c_str()) != 0) std::perror("chdir");
  if (surroundings.before_start) surroundings.before_start();
  auto words = Words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  std::perror(pointers.front());
  _exit(127);
}

bool Command::has_ended() {
  if (!ended_) ended_ = waitpid(pid_, &status_, WNOHANG) == pid_;
  return ended_;
}

void Command::signal(int number) const { kill(pid_, number); }

Finished Command::wait() {
  if (!ended_) {
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    ended_ = true;
  }
  return {WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_), content(out_), content(err_)};
}

Finished finished(const std::filesystem::path& program, const Words& arguments,
                  const Surroundings& surroundings) {
  return Command{program, arguments, surroundings}.wait();
}

bool wait_until(const std::function<bool()>& happened) {
  using Clock = std::chrono::steady_clock;
  for (const auto end = Clock::now() + std::chrono::minutes{2}; Clock::now() < end;) {
    if (happened()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

}  // namespace unseen
