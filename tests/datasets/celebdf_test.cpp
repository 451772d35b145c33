#include <gtest/gtest.h>

#include <map>
#include <set>

#include "support/input_error.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

constexpr const char* kList = "List_of_testing_videos.txt";

class CelebDf : public ::testing::Test {
 protected:
  CelebDf() {
    for (const auto* video :
         {"Celeb-real/id0_0000", "Celeb-real/id1_0000", "YouTube-real/00001", "YouTube-real/00002",
          "Celeb-synthesis/id0_id1_0000", "Celeb-synthesis/id1_id0_0000"}) {
      root.write(std::string{video} + ".mp4", "x");
    }
    root.write(kList,
               "1 Celeb-real/id0_0000.mp4\r\n0 Celeb-synthesis/id0_id1_0000.mp4\n\n1 YouTube-real/00001.mp4");
  }

  Manifest manifest(const std::string& split) {
    auto dataset = make_dataset("celebdf");
    dataset->open(root.path());
    return dataset->manifest(split);
  }

  std::string refusal_of_list(const std::string& content) {
    root.write(kList, content);
    return input_error_of([&] { manifest("test"); });
  }

  std::map<std::string, int> labels(const std::string& split) {
    std::map<std::string, int> result;
    for (const auto& video : manifest(split).videos) result[video.id] = video.label;
    return result;
  }

  TemporaryFolder root;
};

TEST_F(CelebDf, TurnsTheLabelsOfItsListAround) {
  const std::map<std::string, int> wanted{
      {"Celeb-real/id0_0000", 0}, {"Celeb-synthesis/id0_id1_0000", 1}, {"YouTube-real/00001", 0}};
  EXPECT_EQ(labels("test"), wanted);
}

TEST_F(CelebDf, TrainsOnNoTestVideoAndOnBothRealFolders) {
  const std::map<std::string, int> wanted{
      {"Celeb-real/id1_0000", 0}, {"Celeb-synthesis/id1_id0_0000", 1}, {"YouTube-real/00002", 0}};
  EXPECT_EQ(labels("train"), wanted);
}

TEST_F(CelebDf, KnowsTheClipThatAFakeWasMadeFrom) {
  for (const auto& video : manifest("test").videos) {
    EXPECT_EQ(video.source, video.label == 1 ? "Celeb-real/id0_0000" : "");
    EXPECT_EQ(video.method, video.label == 1 ? "Celeb-synthesis" : "real");
  }
}

TEST_F(CelebDf, TakesAnotherSpellingAndInsertedVideosFolders) {
  std::filesystem::rename(root.path() / "YouTube-real", root.path() / "moved");
  std::filesystem::create_directories(root.path() / "Youtube-real");
  std::filesystem::rename(root.path() / "moved", root.path() / "Youtube-real" / "videos");
  const auto test = manifest("test");
  ASSERT_EQ(test.videos.size(), 3U);
  EXPECT_TRUE(labels("test").contains("YouTube-real/00001"));
  EXPECT_TRUE(labels("train").contains("YouTube-real/00002"));
}

TEST_F(CelebDf, RefusesVideosBesideAnInsertedFolder) {
  root.write("Celeb-real/videos/id9_0000.mp4", "x");
  EXPECT_TRUE(contains(input_error_of([&] { manifest("train"); }), "in one place"));
}

TEST_F(CelebDf, RefusesALabelThatItsFolderContradicts) {
  const auto message = refusal_of_list("1 Celeb-real/id0_0000.mp4\n0 Celeb-real/id1_0000.mp4\n");
  EXPECT_TRUE(contains(message, std::string{kList} + ":2"));
  EXPECT_TRUE(contains(message, "1 = real"));
  EXPECT_TRUE(contains(refusal_of_list("1 Celeb-synthesis/id0_id1_0000.mp4\n"), std::string{kList} + ":1"));
}

TEST_F(CelebDf, RefusesLinesThatSayNothing) {
  for (const auto* line : {"Celeb-real/id0_0000.mp4", "2 Celeb-real/id0_0000.mp4", "1", "1 id0_0000.mp4",
                           "1 Other/a.mp4", "1 Celeb-real", "1 Celeb-real/id0_0000",
                           "1 Celeb-real/id0_0000.mp4 0 Celeb-synthesis/id0_id1_0000.mp4"}) {
    EXPECT_TRUE(contains(refusal_of_list(line), std::string{kList} + ":1")) << line;
  }
  EXPECT_TRUE(contains(refusal_of_list("1 Celeb-real/id0_0000.mp4\n1 Celeb-real/id0_0000.mp4\n"), ":2"));
  EXPECT_TRUE(contains(refusal_of_list("\n"), "no video"));
}

TEST_F(CelebDf, NamesTestVideosThatAreNotThere) {
  std::filesystem::remove(root.path() / "YouTube-real/00001.mp4");
  const auto test = manifest("test");
  EXPECT_EQ(test.videos.size(), 2U);
  EXPECT_EQ(test.absent, std::vector<std::filesystem::path>{"YouTube-real/00001.mp4"});
}

TEST_F(CelebDf, RefusesARootWithoutItsFoldersOrList) {
  std::filesystem::remove(root.path() / kList);
  EXPECT_TRUE(contains(input_error_of([&] { manifest("train"); }), kList));
  std::filesystem::remove_all(root.path() / "YouTube-real");
  EXPECT_TRUE(contains(input_error_of([&] { manifest("test"); }), "YouTube-real"));
  EXPECT_TRUE(contains(input_error_of([&] { manifest("val"); }), "unknown split"));
}

TEST(CelebDfData, CountsTheSmallBenchmark) {
  if (test_data("mini_celebdf").empty()) GTEST_SKIP() << kNoTestData;
  auto dataset = make_dataset("celebdf");
  dataset->open(test_data("mini_celebdf"));
  const auto test = dataset->manifest("test");
  const auto train = dataset->manifest("train");
  EXPECT_EQ(test.videos.size(), 74U);
  EXPECT_EQ(test.videos.size() + train.videos.size(), 62U + 48U);
  EXPECT_TRUE(test.absent.empty());
  std::set<std::string> tested;
  for (const auto& video : test.videos) tested.insert(video.id);
  for (const auto& video : train.videos) EXPECT_FALSE(tested.contains(video.id)) << video.id;
}

}  // namespace
}  // namespace unseen
