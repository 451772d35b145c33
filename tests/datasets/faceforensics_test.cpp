#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/input_error.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

using ::testing::Test;

constexpr const char* kReals = "original_sequences/youtube/c23/videos/";
constexpr const char* kDeepfakes = "manipulated_sequences/Deepfakes/c23/videos/";
constexpr const char* kFaceSwap = "manipulated_sequences/FaceSwap/c23/videos/";

/// Two pairs of people in "train", one in "test"; Deepfakes and FaceSwap of each.
class FaceForensics : public Test {
 protected:
  FaceForensics() {
    root.write("train.json", R"([["001", "000"], ["002", "003"]])");
    root.write("val.json", "[]");
    root.write("test.json", R"([["004", "005"]])");
    for (const auto* id : {"000", "001", "002", "003", "004", "005"})
      root.write(std::string{kReals} + id + ".mp4", "x");
    for (const auto* pair : {"001_000", "000_001", "002_003", "003_002", "004_005", "005_004"}) {
      root.write(std::string{kDeepfakes} + pair + ".mp4", "xy");
      root.write(std::string{kFaceSwap} + pair + ".mp4", "xyz");
    }
  }

  Manifest manifest(const std::string& split,
                    const std::string& params = R"({"methods":["Deepfakes","FaceSwap"]})") {
    auto dataset = make_dataset("faceforensics", params);
    dataset->open(root.path());
    return dataset->manifest(split);
  }

  std::string refusal(const std::string& split, const std::string& params = R"({"methods":["Deepfakes"]})") {
    return input_error_of([&] { manifest(split, params); });
  }

  void move_folder(const std::string& from, const std::string& to) {
    std::filesystem::create_directories((root.path() / to).parent_path());
    std::filesystem::rename(root.path() / from, root.path() / to);
  }

  TemporaryFolder root;
};

const Video* find(const Manifest& manifest, const std::string& id) {
  const auto found = std::find_if(manifest.videos.begin(), manifest.videos.end(),
                                  [&](const Video& video) { return video.id == id; });
  return found == manifest.videos.end() ? nullptr : &*found;
}

TEST_F(FaceForensics, TakesBothDirectionsOfAPairAndEachRealOnce) {
  const auto train = manifest("train");
  EXPECT_EQ(train.videos.size(), 4U + 2 * 4U);
  EXPECT_TRUE(train.absent.empty());
  std::set<std::string> ids;
  for (const auto& video : train.videos) ids.insert(video.id);
  EXPECT_EQ(ids.size(), train.videos.size());
  for (const auto* id :
       {"youtube/000", "youtube/003", "Deepfakes/001_000", "Deepfakes/000_001", "FaceSwap/003_002"}) {
    EXPECT_TRUE(ids.contains(id)) << id;
  }
  EXPECT_EQ(manifest("test").videos.size(), 2U + 2 * 2U);
}

TEST_F(FaceForensics, KeepsVideosOfTheSameNameApart) {
  const auto train = manifest("train");
  const auto* deepfake = find(train, "Deepfakes/000_001");
  const auto* swap = find(train, "FaceSwap/000_001");
  ASSERT_TRUE(deepfake != nullptr && swap != nullptr);
  EXPECT_EQ(deepfake->method, "Deepfakes");
  EXPECT_EQ(swap->method, "FaceSwap");
  EXPECT_NE(deepfake->path, swap->path);
  EXPECT_EQ(deepfake->bytes, 2U);
  EXPECT_EQ(swap->bytes, 3U);
}

TEST_F(FaceForensics, KnowsTheVideoThatAFakeWasMadeFrom) {
  const auto train = manifest("train");
  EXPECT_EQ(find(train, "Deepfakes/001_000")->source, "youtube/001");
  EXPECT_EQ(find(train, "Deepfakes/001_000")->label, 1);
  EXPECT_EQ(find(train, "youtube/001")->label, 0);
  EXPECT_EQ(find(train, "youtube/001")->method, "real");
  EXPECT_EQ(find(train, "youtube/001")->source, "");
}

TEST_F(FaceForensics, NamesWhatIsListedAndNotThere) {
  std::filesystem::remove(root.path() / kReals / "002.mp4");
  std::filesystem::remove(root.path() / kFaceSwap / "001_000.mp4");
  const auto train = manifest("train");
  EXPECT_EQ(train.videos.size(), 10U);
  const std::vector<std::filesystem::path> absent{std::string{kReals} + "002.mp4",
                                                  std::string{kFaceSwap} + "001_000.mp4"};
  EXPECT_EQ(train.absent, absent);
}

TEST_F(FaceForensics, FindsSplitListsInTheirOwnFolder) {
  for (const auto* list : {"train.json", "val.json", "test.json"})
    move_folder(list, std::string{"splits/"} + list);
  const auto train = manifest("train");
  EXPECT_EQ(train.videos.size(), 12U);
  EXPECT_EQ(train.lists, std::vector<std::filesystem::path>{"splits/train.json"});
}

TEST_F(FaceForensics, TakesAFolderWithoutVideosInsertedAndC0ForRaw) {
  move_folder("original_sequences/youtube/c23/videos", "original_sequences/youtube/raw");
  move_folder("manipulated_sequences/Deepfakes/c23/videos", "manipulated_sequences/Deepfakes/c0/videos");
  const auto train = manifest("train", R"({"methods":["Deepfakes"],"compression":"raw"})");
  EXPECT_EQ(train.videos.size(), 8U);
  EXPECT_EQ(find(train, "Deepfakes/001_000")->path, "manipulated_sequences/Deepfakes/c0/videos/001_000.mp4");
}

TEST_F(FaceForensics, SaysWhichFolderIsMissing) {
  EXPECT_TRUE(contains(refusal("train", R"({"methods":["Face2Face"]})"),
                       "manipulated_sequences/Face2Face/c23/videos"));
  EXPECT_TRUE(contains(refusal("train", R"({"methods":["Deepfakes"],"compression":"c40"})"), "youtube/c40"));
}

TEST_F(FaceForensics, SaysThatSplitListsAreMissing) {
  std::filesystem::remove(root.path() / "train.json");
  const auto message = refusal("train");
  EXPECT_TRUE(contains(message, (root.path() / "train.json").string()));
  EXPECT_TRUE(contains(message, "splits/"));
}

TEST_F(FaceForensics, RefusesAListThatIsNoListOfPairs) {
  for (const auto* content :
       {"", "[[\"000\"", R"({"000":"001"})", R"([["000"]])", R"([["000","001","002"]])", "[[0, 1]]"}) {
    root.write("train.json", content);
    EXPECT_TRUE(contains(refusal("train"), "train.json")) << content;
  }
}

TEST_F(FaceForensics, RefusesAnUnknownSplitAndARepeatedMethod) {
  EXPECT_TRUE(contains(refusal("training"), "train, val and test"));
  EXPECT_TRUE(contains(refusal("train", R"({"methods":["Deepfakes","Deepfakes"]})"), "twice"));
  EXPECT_TRUE(contains(refusal("train", R"({"methods":["Deepfake"]})"), "methods"));
}

TEST_F(FaceForensics, GivesDeepFakeDetectionOnlyToTests) {
  root.write("original_sequences/actors/c23/videos/01__exit_phone_room.mp4", "x");
  root.write("manipulated_sequences/DeepFakeDetection/c23/videos/01_02__exit_phone_room__YVGY8LOK.mp4", "x");
  const std::string params = R"({"methods":["DeepFakeDetection"]})";
  EXPECT_TRUE(contains(refusal("train", params), "DeepFakeDetection"));
  const auto test = manifest("test", params);
  ASSERT_EQ(test.videos.size(), 2U);
  EXPECT_EQ(test.videos[0].id, "actors/01__exit_phone_room");
  EXPECT_EQ(test.videos[1].source, "actors/01__exit_phone_room");
  EXPECT_EQ(test.videos[1].label, 1);
}

TEST(FaceForensicsData, CountsTheSmallBenchmark) {
  if (test_data("mini_ffpp").empty()) GTEST_SKIP() << kNoTestData;
  auto dataset = make_dataset("faceforensics");
  dataset->open(test_data("mini_ffpp"));
  std::set<std::string> people;
  for (const auto& [split, pairs] : std::map<std::string, int>{{"train", 36}, {"val", 7}, {"test", 7}}) {
    const auto manifest = dataset->manifest(split);
    std::map<std::string, int> methods;
    for (const auto& video : manifest.videos) {
      ++methods[video.method];
      if (video.label == 1) continue;
      EXPECT_TRUE(people.insert(video.id).second) << video.id << " is in two splits";
    }
    const std::map<std::string, int> wanted{{"real", 2 * pairs},
                                            {"Deepfakes", 2 * pairs},
                                            {"Face2Face", 2 * pairs},
                                            {"FaceSwap", 2 * pairs},
                                            {"NeuralTextures", 2 * pairs}};
    EXPECT_EQ(methods, wanted) << split;
    EXPECT_TRUE(manifest.absent.empty());
  }
}

}  // namespace
}  // namespace unseen
