#include <gtest/gtest.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include <thread>

#include <opencv2/core.hpp>

#include <unseen/error.hpp>

#include "data/crop_store.hpp"
#include "data/picture_codec.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

cv::Mat noise(int seed, cv::Size size = {20, 16}) {
  cv::Mat picture(size, CV_8UC3);
  cv::RNG random{static_cast<std::uint64_t>(seed) + 1};
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

CutFrame picture_of(std::int64_t frame) {
  return {frame, {{encode_picture(noise(static_cast<int>(frame))), {}, std::nullopt}}, ""};
}

template <class Action>
std::string error_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "no Error was thrown";
  return "";
}

class CropStoreTest : public ::testing::Test {
 protected:
  TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "below" / "store.sqlite";
};

TEST_F(CropStoreTest, GivesBackEveryPixelAndEveryReason) {
  CropStore store{file};
  store.put("a/b.mp4", {10, 20}, 300, {picture_of(3), {9, {}, "cannot be decoded"}, picture_of(5)});
  const auto found = store.find("a/b.mp4");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->stamp, (VideoStamp{10, 20}));
  EXPECT_EQ(found->frame_count, 300);
  ASSERT_EQ(found->frames.size(), 3U);
  EXPECT_EQ(found->frames[0].frame, 3);
  EXPECT_EQ(found->frames[0].reason, "");
  EXPECT_EQ(found->frames[2].reason, "cannot be decoded");
  EXPECT_TRUE(same(store.read({"a/b.mp4", {10, 20}, 3}).rgb, noise(3)));
  EXPECT_TRUE(same(CropStore{file}.read({"a/b.mp4", {10, 20}, 5}).rgb, noise(5)));
}

TEST_F(CropStoreTest, LeavesWhatItHoldsToThoseWhoReadIt) {
  CropStore store{file};
  auto face = picture_of(0);
  face.pictures[0].face = Face{{1, 1, 4, 4}, 0.9F, {}};
  store.put("a.mp4", {1, 1}, 9, {face, {1, {}, "cannot be decoded"}});
  store.put_landmarks("a.mp4", {1, 1}, "dlib", {{0, 0}}, {std::vector<cv::Point2f>(68, {2, 3})});
  store.put_landmarks("a.mp4", {1, 1}, "other", {{0, 0}}, {std::vector<cv::Point2f>(5, {1, 1})});
  // Another process, which wants more frames, has cut these anew.
  store.put("a.mp4", {1, 1}, 9, {face, picture_of(1), picture_of(2)});
  EXPECT_EQ(store.read({"a.mp4", {1, 1}, 0}, "dlib").landmarks.size(), 68U);
  EXPECT_EQ(store.read({"a.mp4", {1, 1}, 0}, "other").landmarks.size(), 5U) << "each finder has its own";
  EXPECT_TRUE(store.read({"a.mp4", {1, 1}, 0}).landmarks.empty());
  EXPECT_TRUE(store.without_landmarks("a.mp4", {1, 1}, "dlib").empty());
  EXPECT_EQ(store.without_landmarks("a.mp4", {1, 1}, "third"), (std::vector<FacePlace>{{0, 0}}));
  EXPECT_TRUE(same(store.read({"a.mp4", {1, 1}, 1}).rgb, noise(1)))
      << "what could not be read may be there by now";
  EXPECT_TRUE(same(store.read({"a.mp4", {1, 1}, 2}).rgb, noise(2)));
}

TEST_F(CropStoreTest, ForgetsThatAVideoCouldNotBeOpened) {
  CropStore store{file};
  store.put("a.mp4", {1, 1}, 0, {{0, {}, "cannot be opened"}, {1, {}, "cannot be opened"}});
  store.put("a.mp4", {1, 1}, 9, {picture_of(0), picture_of(8)});
  const auto found = store.find("a.mp4");
  EXPECT_EQ(found->frame_count, 9);
  EXPECT_EQ(found->frames.size(), 2U);
}

TEST_F(CropStoreTest, KnowsNothingOfOtherVideosAndFrames) {
  CropStore store{file};
  store.put("a.mp4", {1, 1}, 9, {picture_of(0), {1, {}, "cannot be decoded"}});
  EXPECT_FALSE(store.find("b.mp4"));
  EXPECT_TRUE(contains(error_of([&] {
                         store.read({"a.mp4", {1, 1}, 2});
                       }),
                       "no picture of frame 2 of a.mp4"));
  EXPECT_TRUE(contains(error_of([&] { store.read({"a.mp4", {1, 1}, 1}); }), "no picture"));
  EXPECT_TRUE(contains(error_of([&] { store.read({"b.mp4", {1, 1}, 0}); }), file.string()));
  EXPECT_TRUE(same(store.read({"a.mp4", {1, 1}, 0}).rgb, noise(0))) << "a failed read spoils the next";
}

TEST_F(CropStoreTest, AddsFramesOfTheSameFileAndDropsThoseOfAnOlderOne) {
  CropStore store{file};
  store.put("a.mp4", {1, 1}, 9, {picture_of(0)});
  store.put("a.mp4", {1, 1}, 9, {picture_of(4)});
  EXPECT_EQ(store.find("a.mp4")->frames.size(), 2U);
  store.put("a.mp4", {1, 2}, 7, {picture_of(6)});
  EXPECT_EQ(store.find("a.mp4")->frames.size(), 1U);
  EXPECT_EQ(store.find("a.mp4")->frame_count, 7);
  EXPECT_THROW(store.read({"a.mp4", {1, 2}, 0}), Error);
}

TEST_F(CropStoreTest, GivesNoPictureOfAFileThatChangedUnderItsReader) {
  CropStore store{file};
  auto face = picture_of(0);
  face.pictures[0].face = Face{{1, 1, 4, 4}, 0.9F, {}};
  store.put("a.mp4", {1, 1}, 9, {face});
  store.put("a.mp4", {1, 2}, 9, {face});
  EXPECT_TRUE(contains(error_of([&] { store.read({"a.mp4", {1, 1}, 0}); }), "a.mp4: was cut anew"));
  store.put_landmarks("a.mp4", {1, 1}, "dlib", {{0, 0}}, {std::vector<cv::Point2f>(68, {2, 3})});
  EXPECT_TRUE(store.read({"a.mp4", {1, 2}, 0}, "dlib").landmarks.empty()) << "landmarks of another picture";
}

TEST_F(CropStoreTest, ServesManyThreadsAtOnce) {
  CropStore store{file};
  constexpr int kThreads = 4;
  constexpr int kVideos = 8;
  std::vector<int> wrong(kThreads, 0);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int v = 0; v < kVideos; ++v) {
          const auto name = std::to_string((v + t) % kVideos);
          store.put(name, {1, 1}, 9, {picture_of(0), picture_of(1)});
          wrong[static_cast<std::size_t>(t)] += same(store.read({name, {1, 1}, 1}).rgb, noise(1)) ? 0 : 1;
        }
      });
    }
  }
  EXPECT_EQ(wrong, std::vector<int>(kThreads, 0));
  for (int v = 0; v < kVideos; ++v) EXPECT_EQ(store.find(std::to_string(v))->frames.size(), 2U);
}

TEST_F(CropStoreTest, RefusesAnotherFileInItsPlace) {
  folder.write("text.sqlite",
               "this is no database, but long enough to be looked at as one by the library ............");
  EXPECT_TRUE(contains(error_of([&] { CropStore{folder.path() / "text.sqlite"}; }), "text.sqlite"));
  const auto other = folder.path() / "other.sqlite";
  SQLite::Database{other.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec(
      "CREATE TABLE mine (x)");
  EXPECT_TRUE(contains(error_of([&] { CropStore{other}; }), "wanted a crop store"));
}

TEST_F(CropStoreTest, RefusesAStoreOfAnotherVersion) {
  CropStore{file};
  SQLite::Database{file.string(), SQLite::OPEN_READWRITE}.exec("PRAGMA user_version = 99");
  EXPECT_TRUE(contains(error_of([&] { CropStore{file}; }), "version 99"));
}

TEST_F(CropStoreTest, SaysWhichFolderCannotBeMade) {
  folder.write("occupied", "x");
  EXPECT_TRUE(
      contains(error_of([&] { CropStore{folder.path() / "occupied" / "store.sqlite"}; }), "UNSEEN_CACHE"));
}

TEST_F(CropStoreTest, NamesADamagedPicture) {
  CropStore store{file};
  store.put("a.mp4", {1, 1}, 9, {{0, {{{1, 2, 3}, {}, std::nullopt}}, ""}});
  EXPECT_TRUE(contains(error_of([&] {
                         store.read({"a.mp4", {1, 1}, 0});
                       }),
                       "damaged picture of frame 0 of a.mp4"));
}

TEST(PictureCodec, IsLossless) {
  for (const auto& size : {cv::Size(1, 1), cv::Size(7, 3), cv::Size(64, 48)}) {
    EXPECT_TRUE(same(decode_picture(encode_picture(noise(1, size))), noise(1, size)));
  }
  const auto frame = noise(2, {64, 48});
  EXPECT_TRUE(
      same(decode_picture(encode_picture(frame(cv::Rect(5, 6, 20, 10)))), frame(cv::Rect(5, 6, 20, 10))));
  EXPECT_TRUE(decode_picture({}).empty());
}

}  // namespace
}  // namespace unseen
