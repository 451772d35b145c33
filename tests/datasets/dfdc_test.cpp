#include <gtest/gtest.h>

#include "support/input_error.hpp"
#include "support/manifest.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTest = R"({"release":"test"})";
constexpr const char* kValidation = R"({"release":"validation"})";

class Dfdc : public ::testing::Test {
 protected:
  void videos(const std::string& folder, const std::vector<std::string>& names) const {
    for (const auto& name : names) root.write(folder + "/" + name + ".mp4", "x");
  }

  Manifest manifest(const std::string& split, const std::string& params = kTest) const {
    const auto dataset = make_dataset("dfdc", params);
    dataset->open(root.path());
    return dataset->manifest(split);
  }

  std::string refusal(const std::string& split, const std::string& params = kTest) const {
    return input_error_of([&] { manifest(split, params); });
  }

  TemporaryFolder root;
};

TEST_F(Dfdc, ReadsOneAsFake) {
  root.write("test/labels.csv", "filename,label\naaa.mp4,0\nbbb.mp4,1\n");
  videos("test", {"aaa", "bbb"});
  const std::map<std::string, int> wanted{{"test/aaa", 0}, {"test/bbb", 1}};
  EXPECT_EQ(labels_of(manifest("test")), wanted);
  EXPECT_EQ(by_id(manifest("test")).at("test/bbb").method, "fake");
}

TEST_F(Dfdc, KeepsItsTwoReleasesApart) {
  root.write("test/labels.csv", "filename,label\naaa.mp4,0\nbbb.mp4,1\n");
  root.write("validation/labels.csv", "filename,label\naaa.mp4,1\n");
  videos("test", {"aaa", "bbb"});
  videos("validation", {"aaa"});
  EXPECT_EQ(manifest("test").videos.size(), 2U);
  EXPECT_EQ(labels_of(manifest("test", kValidation)), (std::map<std::string, int>{{"validation/aaa", 1}}));
  EXPECT_EQ(make_dataset("dfdc", kTest)->published().back().videos, 5000);
  EXPECT_EQ(make_dataset("dfdc", kValidation)->published().back().videos, 2000);
  EXPECT_TRUE(contains(input_error_of([] { make_dataset("dfdc", R"({"release":"public"})"); }), "release"));
}

TEST_F(Dfdc, TakesLabelsFromMetadataToo) {
  root.write("test/metadata.json",
             R"({"a.mp4": {"is_fake": 0}, "b.mp4": {"is_fake": true}, "c.mp4": {"label": "FAKE"}})");
  videos("test/ori_videos", {"a", "b", "c"});
  const std::map<std::string, int> wanted{{"test/a", 0}, {"test/b", 1}, {"test/c", 1}};
  EXPECT_EQ(labels_of(manifest("test")), wanted);
}

TEST_F(Dfdc, RefusesListsThatContradictEachOther) {
  root.write("test/labels.csv", "filename,label\na.mp4,0\n");
  root.write("test/metadata.json", R"({"a.mp4": {"is_fake": 1}})");
  videos("test", {"a"});
  const auto message = refusal("test");
  EXPECT_TRUE(contains(message, (root.path() / "test/metadata.json").string()));
  EXPECT_TRUE(contains(message, "a.mp4"));
}

TEST_F(Dfdc, FindsVideosAndListsInTheRootItself) {
  root.write("labels.csv",
             "\xEF\xBB\xBF"
             "filename,label\r\na.mp4,0\r\nb.mp4,1\r\n");
  videos("videos", {"a", "b"});
  const auto test = manifest("test", kValidation);
  EXPECT_EQ(labels_of(test), (std::map<std::string, int>{{"validation/a", 0}, {"validation/b", 1}}));
  EXPECT_EQ(test.videos[0].path, "videos/a.mp4");
}

TEST_F(Dfdc, RefusesAListInTheRootThatIsTheOtherReleases) {
  std::string list = "filename,label\n";
  for (int i = 0; i < 4000; ++i) list += std::to_string(i) + ".mp4," + std::to_string(i % 2) + "\n";
  root.write("labels.csv", list);
  EXPECT_TRUE(contains(refusal("test"), "release = \"validation\""));
  EXPECT_EQ(manifest("test", kValidation).absent.size(), 4000U);
}

TEST_F(Dfdc, NamesLineAndFileOfAWrongLabel) {
  const auto file = (root.path() / "test/labels.csv").string();
  root.write("test/labels.csv", "filename,label\na.mp4,0\nb.mp4,2\n");
  EXPECT_TRUE(contains(refusal("test"), file + ":3"));
  root.write("test/labels.csv", "filename,label\na.mp4,\n");
  EXPECT_TRUE(contains(refusal("test"), file + ":2"));
  root.write("test/labels.csv", "filename,label\na.mp4,0\nb.mp4,1\na.mp4,0\n");
  EXPECT_TRUE(contains(refusal("test"), file + ":4"));
  root.write("test/labels.csv", "filename,label\na.mp4\n");
  EXPECT_TRUE(contains(refusal("test"), file + ":2"));
  root.write("test/labels.csv", "name,label\na.mp4,1\n");
  EXPECT_TRUE(contains(refusal("test"), file + ":1"));
}

TEST_F(Dfdc, ReadsTrainingPartsInTheirOrderWithTheirSources) {
  root.write("train/dfdc_train_part_10/metadata.json", R"({"z.mp4": {"label": "REAL", "split": "train"}})");
  root.write("train/dfdc_train_part_2/metadata.json",
             R"({"a.mp4": {"label": "FAKE", "split": "train", "original": "b.mp4"},
                 "b.mp4": {"label": "REAL", "split": "train"}})");
  videos("train/dfdc_train_part_10", {"z"});
  videos("train/dfdc_train_part_2/videos", {"a", "b"});
  const auto train = manifest("train");
  ASSERT_EQ(train.videos.size(), 3U);
  EXPECT_EQ(train.videos[0].id, "train/a");
  EXPECT_EQ(train.videos[0].label, 1);
  EXPECT_EQ(train.videos[0].source, "train/b");
  EXPECT_EQ(train.videos[2].id, "train/z");
  const std::vector<fs::path> lists{"train/dfdc_train_part_2/metadata.json",
                                    "train/dfdc_train_part_10/metadata.json"};
  EXPECT_EQ(train.lists, lists);
}

TEST_F(Dfdc, FindsPartsInTheRootAndLeavesReleasesOut) {
  root.write("dfdc_train_part_0/metadata.json", R"({"a.mp4": {"label": "REAL"}})");
  root.write("test/metadata.json", R"({"b.mp4": {"is_fake": 1}})");
  videos("dfdc_train_part_0", {"a"});
  videos("test", {"b"});
  EXPECT_EQ(labels_of(manifest("train")), (std::map<std::string, int>{{"train/a", 0}}));
}

TEST_F(Dfdc, RefusesAVideoInTwoParts) {
  root.write("train/dfdc_train_part_0/metadata.json", R"({"a.mp4": {"label": "REAL"}})");
  root.write("train/dfdc_train_part_1/metadata.json", R"({"a.mp4": {"label": "REAL"}})");
  const auto message = refusal("train");
  EXPECT_TRUE(contains(message, "dfdc_train_part_0/metadata.json"));
  EXPECT_TRUE(contains(message, "dfdc_train_part_1/metadata.json"));
}

TEST_F(Dfdc, RefusesALabelOfAPartWithASurprise) {
  for (const auto* record : {R"({"label": "MAYBE"})", "{}", "[]", R"({"is_fake": 2})", R"({"is_fake": 1})",
                             R"({"label": "REAL", "split": "test"})"}) {
    root.write("train/dfdc_train_part_0/metadata.json", std::string{R"({"a.mp4": )"} + record + "}");
    EXPECT_TRUE(contains(refusal("train"), "dfdc_train_part_0/metadata.json: a.mp4")) << record;
  }
}

TEST_F(Dfdc, RefusesAPartWithoutItsList) {
  root.write("train/dfdc_train_part_0/metadata.json", R"({"a.mp4": {"label": "REAL"}})");
  videos("train/dfdc_train_part_0", {"a"});
  videos("train/dfdc_train_part_1", {"b"});
  EXPECT_TRUE(contains(refusal("train"), (root.path() / "train/dfdc_train_part_1").string()));
}

TEST_F(Dfdc, RefusesACsvThatWasCut) {
  root.write("test/labels.csv", "filename,label\na.mp4,0\n");
  root.write("test/metadata.json", R"({"a.mp4": {"is_fake": 0}, "b.mp4": {"is_fake": 1}})");
  EXPECT_TRUE(contains(refusal("test"), "metadata.json: b.mp4 is not in labels.csv"));
}

TEST_F(Dfdc, NamesWhatIsListedAndNotThere) {
  root.write("test/labels.csv", "filename,label\naaa.mp4,0\nbbb.mp4,1\n");
  videos("test", {"aaa"});
  EXPECT_EQ(manifest("test").absent, std::vector<fs::path>{"test/bbb.mp4"});
}

TEST_F(Dfdc, SaysWhatIsMissing) {
  EXPECT_TRUE(contains(refusal("test"), (root.path() / "test/labels.csv").string()));
  EXPECT_TRUE(contains(refusal("test", kValidation), "4000 videos"));
  EXPECT_TRUE(contains(refusal("train"), "dfdc_train_part_0"));
  EXPECT_TRUE(contains(refusal("val"), "unknown split"));
}

}  // namespace
}  // namespace unseen
