#include <gtest/gtest.h>

#include <algorithm>

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "data/frame_reader.hpp"
#include "data/prepare.hpp"
#include "data/test_dataset.hpp"
#include "data/written_video.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

void add_files(TestDataset& dataset, const std::string& folder, std::size_t most) {
  for (const auto& entry : std::filesystem::directory_iterator(dataset.root() / folder)) {
    if (dataset.listed.videos.size() == most) return;
    if (entry.is_regular_file() && entry.path().extension() != ".repo" &&
        entry.path().filename() != "LICENSE") {
      dataset.add_file(folder + "/" + entry.path().filename().string());
    }
  }
}

TEST(RealVideos, StoreWhatAPlainReadingLoopGives) {
  if (test_data("mini_ffpp").empty()) GTEST_SKIP() << kNoTestData;
  TestDataset dataset;
  dataset.open(test_data("mini_ffpp"));
  add_files(dataset, "manipulated_sequences/FaceSwap/c23/videos", 3);
  const TemporaryFolder folder;
  CropStore store{folder.path() / "store.sqlite"};
  FacesConfig faces;
  faces.frames = 8;
  const auto report = prepare(dataset, dataset.listed, faces, {&store, nullptr, nullptr, "", 2});
  const FrameReader reader{dataset, dataset.listed, report, &store, {}};
  for (std::size_t v = 0; v < dataset.listed.videos.size(); ++v) {
    EXPECT_EQ(report.videos[v].frames,
              (std::vector<PreparedFrame>{{0}, {3}, {6}, {9}, {13}, {16}, {19}, {23}}));
    cv::VideoCapture capture{(dataset.root() / dataset.listed.videos[v].path).string()};
    cv::Mat plain;
    for (std::int64_t n = 0; capture.read(plain); ++n) {
      if (std::count(report.videos[v].frames.begin(), report.videos[v].frames.end(), PreparedFrame{n}) == 0)
        continue;
      cv::cvtColor(plain, plain, cv::COLOR_BGR2RGB);
      EXPECT_EQ(cv::norm(plain, reader.read({v, n}).rgb, cv::NORM_INF), 0) << "frame " << n;
    }
  }
}

TEST(RealVideos, DecodeFromOtherContainers) {
  if (test_data("videos").empty()) GTEST_SKIP() << kNoTestData;
  TestDataset dataset;
  dataset.open(test_data("videos"));
  add_files(dataset, "intel", 2);
  add_files(dataset, "grid", 5);
  const TemporaryFolder folder;
  CropStore store{folder.path() / "store.sqlite"};
  FacesConfig faces;
  faces.frames = 4;
  const auto report = prepare(dataset, dataset.listed, faces, {&store, nullptr, nullptr, "", 2});
  EXPECT_TRUE(damaged_videos(dataset.listed, report).empty());
  for (std::size_t v = 0; v < report.videos.size(); ++v) {
    EXPECT_EQ(report.videos[v].frames.size(), 4U);
  }
}

TEST(RealVideos, NameAClipThatWasCut) {
  if (test_data("mini_ffpp").empty()) GTEST_SKIP() << kNoTestData;
  const TemporaryFolder folder;
  std::filesystem::copy_file(test_data("mini_ffpp") / "original_sequences/youtube/c23/videos/000.mp4",
                             folder.path() / "cut.mp4");
  cut_file(folder.path() / "cut.mp4", 0.5);
  TestDataset dataset;
  dataset.open(folder.path());
  dataset.add_file("cut.mp4");
  CropStore store{folder.path() / "store.sqlite"};
  const auto report = prepare(dataset, dataset.listed, FacesConfig{}, {&store, nullptr, nullptr, "", 1});
  EXPECT_FALSE(report.videos[0].missing.empty());
  EXPECT_EQ(damaged_videos(dataset.listed, report).size(), 1U);
}

}  // namespace
}  // namespace unseen
