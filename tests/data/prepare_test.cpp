#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include <unseen/error.hpp>

#include "data/frame_reader.hpp"
#include "data/item.hpp"
#include "data/prepare.hpp"
#include "data/test_dataset.hpp"
#include "data/written_video.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

class Prepare : public ::testing::Test {
 protected:
  Prepare() {
    dataset.open(folder.path());
    faces.frames = 5;
  }

  void add_video(const std::string& name, int frames) {
    write_video(folder.path() / name, frames);
    dataset.add_file(name);
  }

  PrepareReport prepared(int workers = 1, const OnPrepared& on_prepared = {}) {
    return prepare(dataset, dataset.listed, faces, {&store, nullptr, nullptr, "", workers}, on_prepared);
  }

  TemporaryFolder folder;
  TestDataset dataset;
  FacesConfig faces;
  CropStore store{folder.path() / "store.sqlite"};
};

TEST_F(Prepare, CutsTheCandidatesOfEachVideoOnce) {
  add_video("a.avi", 20);
  add_video("b.mp4", 9);
  const auto first = prepared();
  EXPECT_EQ(first.cut, 2U);
  EXPECT_EQ(first.videos[0].frames, (std::vector<PreparedFrame>{{0}, {4}, {9}, {14}, {19}}));
  EXPECT_EQ(first.videos[1].frames, (std::vector<PreparedFrame>{{0}, {2}, {4}, {6}, {8}}));
  const auto second = prepared();
  EXPECT_EQ(second.cut, 0U);
  EXPECT_EQ(second.videos[1].frames, first.videos[1].frames);
  const FrameReader reader{dataset, dataset.listed, first, &store, {}};
  for (const auto& [frame, faces] : first.videos[0].frames)
    EXPECT_EQ(shown_frame(reader.read({0, frame}).rgb), frame);
}

TEST_F(Prepare, TakesAllFramesOfAShortVideoAndMissesNone) {
  add_video("short.avi", 3);
  const auto report = prepared();
  EXPECT_EQ(report.videos[0].expected(), 3U);
  EXPECT_TRUE(report.videos[0].missing.empty());
}

TEST_F(Prepare, CutsAgainWhereMoreFramesAreWanted) {
  add_video("a.avi", 20);
  prepared();
  faces.frames = 9;
  EXPECT_EQ(prepared().cut, 1U);
  EXPECT_EQ(prepared().cut, 0U);
  faces.frames = 5;
  EXPECT_EQ(prepared().cut, 0U);
}

TEST_F(Prepare, CutsAChangedVideoAgain) {
  add_video("a.avi", 20);
  prepared();
  const auto file = folder.path() / "a.avi";
  std::filesystem::last_write_time(file, std::filesystem::last_write_time(file) + std::chrono::seconds{2});
  EXPECT_EQ(prepared().cut, 1U);
  write_video(file, 8);
  const auto report = prepared();
  EXPECT_EQ(report.cut, 1U);
  EXPECT_EQ(report.videos[0].frames.back().frame, 7);
}

TEST_F(Prepare, NamesAndCountsDamagedVideosAndGoesOn) {
  add_video("whole.avi", 20);
  add_video("cut.avi", 20);
  cut_file(folder.path() / "cut.avi", 0.6);
  add_video("closed.mp4", 20);
  cut_file(folder.path() / "closed.mp4", 0.5);
  dataset.add_file("absent.mp4");
  for (const auto wanted_cuts : {3U, 1U}) {
    const auto report = prepared();
    EXPECT_EQ(report.cut, wanted_cuts) << "damage is remembered; what could not be opened is tried again";
    EXPECT_TRUE(report.videos[0].missing.empty());
    EXPECT_EQ(report.videos[1].expected(), 5U);
    EXPECT_FALSE(report.videos[1].frames.empty());
    EXPECT_FALSE(report.videos[1].missing.empty());
    EXPECT_EQ(report.videos[2].missing.size(), 5U);
    EXPECT_EQ(report.videos[3].missing.size(), 5U);
    const auto lines = damaged_videos(dataset.listed, report);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_TRUE(contains(lines[0], "cut.avi: "));
    EXPECT_EQ(lines[1], "closed.mp4: 5 of 5 frames missing: cannot be opened");
    EXPECT_EQ(lines[2], "absent.mp4: 5 of 5 frames missing: no such file");
  }
}

TEST_F(Prepare, FindsTheSameWithManyWorkers) {
  for (int v = 0; v < 9; ++v) add_video("v" + std::to_string(v) + ".avi", 4 + v);
  std::set<std::string> seen;
  std::size_t last = 0;
  const auto report = prepared(4, [&](const PrepareProgress& progress) {
    EXPECT_EQ(progress.done, last + 1);
    EXPECT_EQ(progress.total, 9U);
    last = progress.done;
    seen.insert(progress.video.id);
  });
  EXPECT_EQ(seen.size(), 9U);
  for (std::size_t v = 0; v < 9; ++v)
    EXPECT_EQ(report.videos[v].frames.back().frame, static_cast<std::int64_t>(3 + v));
}

TEST_F(Prepare, StopsWhenItsCallerSaysSoAndKeepsWhatIsDone) {
  for (int v = 0; v < 6; ++v) add_video("v" + std::to_string(v) + ".avi", 4);
  const auto stop = [](const PrepareProgress& progress) {
    if (progress.done == 3) throw Error{"stopped"};
  };
  EXPECT_THROW(prepared(1, stop), Error);
  EXPECT_EQ(prepared().cut, 3U);
}

TEST_F(Prepare, StoresFramesReducedToTheLimit) {
  add_video("a.avi", 5);
  faces.max_side = 32;
  const auto report = prepared();
  EXPECT_EQ(store.read({"a.avi", report.videos[0].stamp, 0}).rgb.size(), cv::Size(32, 24));
}

TEST_F(Prepare, ReadsImagesDirectlyAndNamesDamagedOnes) {
  dataset.add_stills(3, 0, 100);
  dataset.add_stills(1, 1, 100);
  dataset.damaged = {"1"};
  const auto report = prepare(dataset, dataset.listed, faces, {nullptr, nullptr, nullptr, "", 2});
  EXPECT_EQ(report.cut, 0U);
  EXPECT_EQ(report.videos[0].frames, (std::vector<PreparedFrame>{{0}, {1}, {2}}));
  EXPECT_EQ(damaged_videos(dataset.listed, report),
            std::vector<std::string>{"1: 1 of 1 frames missing: 1: damaged"});
  FacesConfig small;
  small.max_side = 16;
  const FrameReader reader{dataset, dataset.listed, report, nullptr, small};
  EXPECT_EQ(reader.read({0, 2}).rgb.size(), cv::Size(16, 12));
  EXPECT_EQ(reader.read({0, 2}).rgb.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 2, 0));
}

TEST_F(Prepare, ChoosesFramesOverTheWholeVideo) {
  PrepareReport report;
  report.videos.resize(3);
  for (std::int64_t frame = 0; frame < 32; ++frame) report.videos[0].frames.push_back({frame * 10});
  report.videos[2].frames = {{4}, {8}};
  const auto items = choose_items(report, 8, FaceChoice::largest);
  ASSERT_EQ(items.size(), 10U);
  EXPECT_EQ(items[0], (Item{0, 0}));
  EXPECT_EQ(items[4], (Item{0, 180}));
  EXPECT_EQ(items[7], (Item{0, 310}));
  EXPECT_EQ(items[8], (Item{2, 4}));
}

TEST_F(Prepare, ChoosesNoSubstituteForADamagedFrame) {
  PrepareReport report;
  report.videos.resize(1);
  report.videos[0].frames = {{0}, {10}, {20}};
  for (const std::int64_t frame : {30, 40, 50, 60}) report.videos[0].missing.push_back({frame, "cut short"});
  EXPECT_EQ(choose_items(report, 3, FaceChoice::largest), (std::vector<Item>{{0, 0}}));  // of 0, 30 and 60
}

TEST_F(Prepare, RefusesAFileThatIsNoLongerAsListed) {
  add_video("a.avi", 5);
  dataset.listed.videos[0].bytes = fs::file_size(folder.path() / "a.avi") + 1;
  EXPECT_THROW(prepared(), Error);
  fs::remove(folder.path() / "a.avi");
  EXPECT_THROW(prepared(), Error);
}

}  // namespace
}  // namespace unseen
