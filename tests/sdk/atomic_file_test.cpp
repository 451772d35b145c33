#include "sdk/atomic_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <array>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include <unseen/error.hpp>

#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view content) { write_atomically(path, std::array{content}); }

std::string read(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
}

// As long as it lives, no file of this process may grow beyond `bytes`: a disk that is full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_{::signal(SIGXFSZ, SIG_IGN)} {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  sighandler_t handler_;
};

TEST(AtomicFile, HoldsItsPartsInOrder) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  const std::string_view zero{"\0", 1};
  write_atomically(file, std::array<std::string_view, 4>{"one", "", zero, "two"});
  EXPECT_EQ(read(file), std::string("one\0two", 7));
  write_atomically(file, {});
  EXPECT_EQ(read(file), "");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, ReplacesTheOldContent) {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "a long old content");
  write(file, "new");
  EXPECT_EQ(read(file), "new");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, KeepsTheOldContentWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  const auto file = folder.write("a", "old");
  {
    const FileSizeLimit full{1000};
    try {
      write(file, std::string(5000, 'x'));
      ADD_FAILURE() << "5000 bytes went where 1000 fit";
    } catch (const Error& error) {
      EXPECT_TRUE(contains(error.what(), "cannot be written: File too large"));
    }
  }
  EXPECT_EQ(read(file), "old");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, LeavesNothingBehindWhereItCannotBePutInPlace) {
  const TemporaryFolder folder;
  folder.write("taken/inside", "old");
  EXPECT_THROW(write(folder.path() / "taken", "new"), Error);
  EXPECT_EQ(read(folder.path() / "taken/inside"), "old");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(AtomicFile, NamesAFolderThatIsNotThere) {
  const TemporaryFolder folder;
  try {
    write(folder.path() / "none/a", "x");
    ADD_FAILURE() << "it was written";
  } catch (const Error& error) {
    EXPECT_TRUE(contains(error.what(), "none/a"));
    EXPECT_TRUE(contains(error.what(), "No such file or directory"));
  }
}

TEST(AtomicFile, IsWholeHoweverManyThreadsWriteIt) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "a";
  std::vector<std::thread> threads;
  for (char c = 'a'; c < 'e'; ++c) {
    threads.emplace_back([&, c] {
      for (int i = 0; i < 10; ++i) write(file, std::string(100'000, c));
    });
  }
  for (auto& thread : threads) thread.join();
  const auto content = read(file);
  ASSERT_EQ(content.size(), 100'000U);
  EXPECT_EQ(content, std::string(100'000, content[0]));
  EXPECT_EQ(files_in(folder.path()), 1U);
}

}  // namespace
}  // namespace unseen
