#include <gtest/gtest.h>

#include <csignal>

#include <unseen/error.hpp>

#include "data/prepare.hpp"
#include "data/test_dataset.hpp"
#include "data/written_video.hpp"
#include "support/child.hpp"
#include "support/file_limit.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

constexpr int kVideos = 40;

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

  Child child(const OnPrepared& on_prepared = {}) const {
    return Child{[this, &on_prepared] { prepared(on_prepared); }};
  }

  TemporaryFolder folder;
  TestDataset dataset;
  FacesConfig faces;
  std::filesystem::path file = folder.path() / "store.sqlite";
};

TEST_F(StoreProcesses, GoOnAfterAKill) {
  auto killed = child([](const PrepareProgress& progress) {
    if (progress.done == 5) ::raise(SIGKILL);
  });
  EXPECT_EQ(killed.wait(), -SIGKILL);
  const auto report = prepared();
  EXPECT_EQ(report.cut, static_cast<std::size_t>(kVideos - 5));
  for (const auto& video : report.videos) EXPECT_EQ(video.frames.size(), 4U);
}

TEST_F(StoreProcesses, NameTheFileThatAFullDiskLeavesShortAndGoOnWhenThereIsRoom) {
  Child stopped{[this] {
    try {
      prepared([this](const PrepareProgress& progress) {
        if (progress.done == 5) limit_files(std::filesystem::file_size(file));
      });
    } catch (const Error& error) {
      const std::string text = error.what();
      if (text.starts_with(file.string() + ": ") && text.find("is the disk full") != text.npos) return;
      throw;
    }
    throw std::runtime_error{"the disk was not full"};
  }};
  EXPECT_EQ(stopped.wait(), 0);
  EXPECT_EQ(CropStore{file}.damage(), "");
  const auto report = prepared();
  EXPECT_LE(report.cut, static_cast<std::size_t>(kVideos - 5));
  EXPECT_GT(report.cut, 0U);
  for (const auto& video : report.videos) EXPECT_EQ(video.frames.size(), 4U);
  EXPECT_EQ(CropStore{file}.damage(), "");
}

TEST_F(StoreProcesses, FillOneStoreTogether) {
  auto first = child(), second = child();
  EXPECT_EQ(first.wait(), 0);
  EXPECT_EQ(second.wait(), 0);
  const auto report = prepared();
  EXPECT_EQ(report.cut, 0U);
  CropStore store{file};
  for (const auto& video : dataset.listed.videos) {
    const auto found = store.find(video.path.string());
    ASSERT_TRUE(found);
    for (const auto& frame : found->frames) {
      EXPECT_EQ(shown_frame(store.read({video.path.string(), found->stamp, frame.frame}).rgb), frame.frame);
    }
  }
}

}  // namespace
}  // namespace unseen
