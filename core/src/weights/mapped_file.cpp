#include "weights/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <unseen/error.hpp>

namespace unseen {
namespace {

/// A file descriptor for as long as the mapping takes.
class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& path) : number_{open(path.c_str(), O_RDONLY | O_CLOEXEC)} {
    if (number_ < 0)
      throw InputError{path.string() + ": cannot be read: " + std::strerror(errno) + "; is the path right?"};
  }
  ~Descriptor() { close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

MappedFile::MappedFile(const std::filesystem::path& path) {
  const Descriptor file{path};
  struct stat state {};
  if (fstat(file.number(), &state) != 0 || !S_ISREG(state.st_mode))
    throw InputError{path.string() + ": is not a file"};
  const auto size = static_cast<std::size_t>(state.st_size);
  if (size == 0) return;
  auto* start = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (start == MAP_FAILED) throw InputError{path.string() + ": cannot be read: " + std::strerror(errno)};
  bytes_ = {static_cast<const std::byte*>(start), size};
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

}  // namespace unseen
