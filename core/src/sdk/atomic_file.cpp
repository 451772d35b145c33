#include "atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <unseen/error.hpp>

namespace unseen {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* action) {
  throw Error{fmt::format("{}: cannot {}: {}", path.string(), action, std::strerror(errno))};
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : path_{path}, fd_{::open(path.c_str(), flags | O_CLOEXEC, 0644)} {
    if (fd_ < 0) fail(path_, "be opened");
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_, "be written");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void flush() {
    if (::fsync(fd_) != 0) fail(path_, "be flushed to the disk");
  }

 private:
  fs::path path_;
  int fd_;
};

// A name that neither another thread nor a process that died has taken: creating it is what claims it.
fs::path claim_beside(const fs::path& path) {
  for (int n = 0;; ++n) {
    auto name = path;
    name += fmt::format(".tmp{}.{}", ::getpid(), n);
    const auto fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0 && errno != EEXIST) fail(name, "be created");
    if (fd < 0) continue;
    ::close(fd);
    return name;
  }
}

using Produce = std::function<void(const WriteBytes&)>;

void write_and_flush(const fs::path& path, const Produce& produce) {
  Descriptor file{path, O_WRONLY | O_TRUNC};
  produce([&file](std::string_view bytes) { file.write(bytes); });
  file.flush();
}

}  // namespace

void stream_atomically(const fs::path& path, const Produce& produce) {
  const auto temporary = claim_beside(path);
  try {
    write_and_flush(temporary, produce);
    if (std::rename(temporary.c_str(), path.c_str()) != 0) fail(path, "be put in place");
  } catch (...) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw;
  }
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  Descriptor{folder, O_RDONLY | O_DIRECTORY}.flush();
}

void write_atomically(const fs::path& path, std::span<const std::string_view> parts) {
  stream_atomically(path, [parts](const WriteBytes& write) {
    for (const auto part : parts) write(part);
  });
}

}  // namespace unseen
