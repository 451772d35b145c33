#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/manifest.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReal = "original_videos/1260311/1260311_C_001.mp4";
constexpr const char* kFakeA = "method_A/643049/643049_A/1255229_643049_A_000.mp4";
constexpr const char* kFakeB = "method_B/1260311/1260311_C/1255229_1260311_C_001.mp4";

constexpr const char* kList = R"({
  "original_videos/1260311/1260311_C_001.mp4": {"label": "real", "set": "test", "augmentations": []},
  "method_A/643049/643049_A/1255229_643049_A_000.mp4": {"label": "fake", "set": "train", "target_id": 643049,
    "swapped_id": 1255229},
  "method_B/1260311/1260311_C/1255229_1260311_C_001.mp4": {"label": "fake", "set": "test"}
})";

class Dfdcp : public ::testing::Test {
 protected:
  Dfdcp() {
    root.write("dataset.json", kList);
    for (const auto* name : {kReal, kFakeA, kFakeB}) root.write(name, "x");
  }

  Manifest manifest(const std::string& split) const {
    const auto dataset = make_dataset("dfdcp");
    dataset->open(root.path());
    return dataset->manifest(split);
  }

  std::string refusal(const std::string& list, const std::string& split = "test") const {
    root.write("dataset.json", list);
    return input_error_of([&] { manifest(split); });
  }

  void move(const std::string& from, const std::string& to) const {
    fs::create_directories((root.path() / to).parent_path());
    fs::rename(root.path() / from, root.path() / to);
  }

  TemporaryFolder root;
};

TEST_F(Dfdcp, TakesLabelSetMethodAndSourceFromItsList) {
  const auto test = by_id(manifest("test"));
  ASSERT_EQ(test.size(), 2U);
  const auto& real = test.at("original_videos/1260311/1260311_C_001");
  const auto& fake = test.at("method_B/1260311/1260311_C/1255229_1260311_C_001");
  EXPECT_EQ(real.label, 0);
  EXPECT_EQ(real.method, "real");
  EXPECT_EQ(fake.label, 1);
  EXPECT_EQ(fake.method, "method_B");
  EXPECT_EQ(fake.source, real.id);
  const auto train = manifest("train");
  ASSERT_EQ(train.videos.size(), 1U);
  EXPECT_EQ(train.videos[0].method, "method_A");
  EXPECT_EQ(train.videos[0].source, "") << "an original that is not listed";
  EXPECT_EQ(train.lists, std::vector<fs::path>{"dataset.json"});
}

TEST_F(Dfdcp, FindsVideosWithAFolderInsertedAndWithFoldersLeftOut) {
  const auto ids = labels_of(manifest("test"));
  move(kReal, "original_videos/videos/1260311/1260311_C_001.mp4");
  move(kFakeB, "method_B/1255229_1260311_C_001.mp4");
  move(kFakeA, "method_A/videos/1255229_643049_A_000.mp4");
  EXPECT_EQ(labels_of(manifest("test")), ids);
  EXPECT_EQ(manifest("train").videos.at(0).path, "method_A/videos/1255229_643049_A_000.mp4");
}

TEST_F(Dfdcp, NamesListedVideosThatAreNotThere) {
  fs::remove(root.path() / kFakeB);
  const auto test = manifest("test");
  EXPECT_EQ(test.videos.size(), 1U);
  EXPECT_EQ(test.absent, std::vector<fs::path>{kFakeB});
}

TEST_F(Dfdcp, RefusesAFileThatStandsForTwoVideos) {
  root.write("method_A/same.mp4", "x");
  const auto message = refusal(R"({"method_A/1/same.mp4": {"label": "fake", "set": "test"},
                                   "method_A/2/same.mp4": {"label": "fake", "set": "test"}})");
  EXPECT_TRUE(contains(message, "method_A/1/same.mp4"));
  EXPECT_TRUE(contains(message, "method_A/2/same.mp4"));
  EXPECT_TRUE(contains(refusal(R"({"method_A/1/same.mp4": {"label": "fake", "set": "train"},
                                   "method_A/2/same.mp4": {"label": "fake", "set": "test"}})"),
                       "same.mp4"))
      << "one of each split";
}

TEST_F(Dfdcp, RefusesRecordsWithASurprise) {
  const auto file = (root.path() / "dataset.json").string();
  for (const auto* list :
       {R"({"method_A/a.mp4": {"label": "FAKED", "set": "test"}})",
        R"({"method_A/a.mp4": {"label": 1, "set": "test"}})",
        R"({"method_A/a.mp4": {"label": "fake", "set": "val"}})", R"({"method_A/a.mp4": {"label": "fake"}})",
        R"({"method_A/a.mp4": "fake"})", R"({"method_A/a.mp4": {"label": "real", "set": "test"}})",
        R"({"original_videos/a.mp4": {"label": "fake", "set": "test"}})"}) {
    const auto message = refusal(list);
    EXPECT_TRUE(contains(message, file)) << list;
    EXPECT_TRUE(contains(message, "a.mp4")) << list;
  }
}

TEST_F(Dfdcp, RefusesAVideoThatIsListedTwice) {
  const auto message = refusal(R"({"method_A/a.mp4": {"label": "fake", "set": "test"},
                                   "method_A/a.mp4": {"label": "fake", "set": "train"}})");
  EXPECT_TRUE(contains(message, "\"method_A/a.mp4\" is listed a second time"));
}

TEST_F(Dfdcp, RefusesARootWithoutItsListAndAnUnknownSplit) {
  EXPECT_TRUE(contains(input_error_of([&] { manifest("val"); }), "train and test"));
  EXPECT_TRUE(contains(refusal("[]"), "dataset.json"));
  EXPECT_TRUE(contains(refusal("{\"a\":"), "dataset.json"));
  fs::remove(root.path() / "dataset.json");
  EXPECT_TRUE(contains(input_error_of([&] { manifest("test"); }), "dfdc_preview_set.zip"));
}

}  // namespace
}  // namespace unseen
