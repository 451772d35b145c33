#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "data/prepare.hpp"
#include "data/test_dataset.hpp"
#include "data/written_video.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

constexpr int kVideos = 12;

class StoreProcesses : public ::testing::Test {
 protected:
  StoreProcesses() {
    dataset.open(folder.path());
    faces.frames = 4;
    for (int v = 0; v < kVideos; ++v) {
      const auto name = "v" + std::to_string(v) + ".avi";
      write_video(folder.path() / name, 6);
      dataset.add_file(name);
    }
  }

  PrepareReport prepared(const OnPrepared& on_prepared = {}) const {
    CropStore store{file};
    return prepare(dataset, dataset.listed, faces, {&store, nullptr, nullptr, "", 1}, on_prepared);
  }

  /// A child that prepares the videos, and leaves without running anything of the test's.
  pid_t child(const OnPrepared& on_prepared = {}) const {
    const auto pid = ::fork();
    if (pid != 0) return pid;
    try {
      prepared(on_prepared);
    } catch (...) {
      ::_exit(1);
    }
    ::_exit(0);
  }

  static int status_of(pid_t pid) {
    int status = -1;
    ::waitpid(pid, &status, 0);
    return status;
  }

  TemporaryFolder folder;
  TestDataset dataset;
  FacesConfig faces;
  std::filesystem::path file = folder.path() / "store.sqlite";
};

TEST_F(StoreProcesses, GoOnAfterAKill) {
  const auto killed = child([](const PrepareProgress& progress) {
    if (progress.done == 5) ::raise(SIGKILL);
  });
  EXPECT_TRUE(WIFSIGNALED(status_of(killed)));
  const auto report = prepared();
  EXPECT_EQ(report.cut, static_cast<std::size_t>(kVideos - 5));
  for (const auto& video : report.videos) EXPECT_EQ(video.frames.size(), 4U);
}

TEST_F(StoreProcesses, FillOneStoreTogether) {
  const auto first = child();
  const auto second = child();
  EXPECT_EQ(status_of(first), 0);
  EXPECT_EQ(status_of(second), 0);
  const auto report = prepared();
  EXPECT_EQ(report.cut, 0U);
  CropStore store{file};
  for (const auto& video : dataset.listed.videos) {
    const auto found = store.find(video.path.string());
    ASSERT_TRUE(found);
    for (const auto& frame : found->frames) {
      EXPECT_EQ(shown_frame(store.read(video.path.string(), frame.frame).rgb), frame.frame);
    }
  }
}

}  // namespace
}  // namespace unseen
