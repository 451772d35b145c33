#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "support/input_error.hpp"
#include "support/manifest.hpp"
#include "support/plugins.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kParams = R"({"list":"set.json"})";

class DfbPrepared : public ::testing::Test {
 protected:
  /// A picture whose red channel is `red`.
  void picture(const std::string& name, int red) const {
    const auto file = root.path() / name;
    fs::create_directories(file.parent_path());
    ASSERT_TRUE(cv::imwrite(file.string(), cv::Mat(8, 8, CV_8UC3, cv::Scalar(0, 0, red))));
  }

  std::unique_ptr<Dataset> opened(const std::string& list, const std::string& params = kParams) const {
    root.write("set.json", list);
    auto dataset = make_dataset("dfb_prepared", params);
    dataset->open(root.path());
    return dataset;
  }

  std::string refusal(const std::string& list, const std::string& params = kParams) const {
    const auto dataset = opened(list, params);
    return input_error_of([&] { dataset->manifest("test"); });
  }

  static std::string record(const std::string& label, const std::string& frames) {
    return R"({"label": ")" + label + R"(", "frames": [)" + frames + "]}";
  }

  /// One label with one video in "test".
  static std::string one(const std::string& label, const std::string& video, const std::string& frames) {
    return R"({"Set": {")" + label + R"(": {"test": {")" + video + "\": " + record(label, frames) + "}}}}";
  }

  TemporaryFolder root;
};

TEST_F(DfbPrepared, ReadsFramesByTheirNumberHoweverTheyAreListed) {
  for (const auto number : {5, 30, 100})
    picture("Celeb/frames/id0/" + std::to_string(number) + ".png", number);
  const auto dataset =
      opened(one("CelebDFv2_real", "id0",
                 R"("Celeb/frames/id0/100.png", "Celeb/frames/id0/5.png", "Celeb/frames/id0/30.png")"));
  const auto video = dataset->manifest("test").videos.at(0);
  EXPECT_EQ(video.id, "CelebDFv2_real/id0");
  EXPECT_EQ(video.frames, 3) << "fewer than 32 are no error";
  EXPECT_FALSE(video.in_archive);
  std::int64_t frame = 0;
  for (const auto red : {5, 30, 100}) EXPECT_EQ(dataset->read(video, frame++).at<cv::Vec3b>(0, 0)[0], red);
}

TEST_F(DfbPrepared, FindsTheFramesOfAnotherMachinesPaths) {
  picture("Celeb-DF-v2/Celeb-real/frames/id0/000.png", 1);
  for (const auto* path : {R"(Celeb-DF-v2\\Celeb-real\\frames\\id0\\000.png)",
                           R"(D:\\data\\Celeb-DF-v2\\Celeb-real\\frames\\id0\\000.png)",
                           "./datasets/rgb/Celeb-DF-v2/Celeb-real/frames/id0/000.png",
                           "/home/somebody/datasets/Celeb-DF-v2/Celeb-real/frames/id0/000.png",
                           "deepfakes_detection_datasets/Celeb-DF-v2/Celeb-real/frames/id0/000.png",
                           R"(..\\..\\datasets\\rgb\\Celeb-DF-v2/Celeb-real/frames/id0/000.png)"}) {
    const auto dataset = opened(one("CelebDFv2_real", "id0", std::string{"\""} + path + "\""));
    const auto found = dataset->manifest("test");
    ASSERT_EQ(found.videos.size(), 1U) << path;
    EXPECT_EQ(found.videos[0].path, "Celeb-DF-v2/Celeb-real/frames/id0");
  }
}

TEST_F(DfbPrepared, FindsThemWhereTheRootIsTheDataSetsOwnFolder) {
  picture("Celeb-real/frames/id0/000.png", 1);
  const auto dataset =
      opened(one("CelebDFv2_real", "id0", R"("datasets/Celeb-DF-v2/Celeb-real/frames/id0/000.png")"));
  EXPECT_EQ(dataset->manifest("test").videos.size(), 1U);
}

constexpr const char* kForensics = R"({"FaceForensics++": {
  "FF-real": {"test": {"c23": {"000": {"label": "FF-real", "frames": ["FF/original/c23/frames/000/1.png"]}},
                       "c40": {"000": {"label": "FF-real", "frames": ["FF/original/c40/frames/000/1.png"]}}}},
  "FF-DF": {"test": {"c23": {"000_003": {"label": "FF-DF", "frames": ["FF/Deepfakes/c23/frames/000_003/1.png"]}}}},
  "FF-F2F": {"test": {"c23": {"000_003": {"label": "FF-F2F", "frames": ["FF/Face2Face/c23/frames/000_003/1.png"]}}}}}})";

TEST_F(DfbPrepared, KeepsVideosOfTheSameNameApart) {
  picture("FF/original/c23/frames/000/1.png", 1);
  picture("FF/Deepfakes/c23/frames/000_003/1.png", 2);
  picture("FF/Face2Face/c23/frames/000_003/1.png", 3);
  const auto dataset = opened(kForensics);
  const auto found = by_id(dataset->manifest("test"));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(dataset->read(found.at("FF-DF/000_003"), 0).at<cv::Vec3b>(0, 0)[0], 2);
  EXPECT_EQ(dataset->read(found.at("FF-F2F/000_003"), 0).at<cv::Vec3b>(0, 0)[0], 3);
  EXPECT_EQ(found.at("FF-F2F/000_003").method, "FF-F2F");
  EXPECT_EQ(found.at("FF-real/000").label, 0);
  EXPECT_EQ(found.at("FF-real/000").method, "real");
}

TEST_F(DfbPrepared, TakesNoOtherMethodsFolderOfTheSameName) {
  picture("Deepfakes/c23/frames/000_003/1.png", 2);
  picture("c23/frames/000_003/1.png", 9);
  const auto found = opened(kForensics)->manifest("test");
  EXPECT_EQ(labels_of(found), (std::map<std::string, int>{{"FF-DF/000_003", 1}}));
  const std::vector<fs::path> absent{"FF/Face2Face/c23/frames/000_003", "FF/original/c23/frames/000"};
  auto named = found.absent;
  std::sort(named.begin(), named.end());
  EXPECT_EQ(named, absent);
}

TEST_F(DfbPrepared, KnowsTheVideoThatAFakeWasMadeFrom) {
  picture("S/frames/a/1.png", 1);
  const auto source = [&](const std::string& label, const std::string& video) {
    return opened(one(label, video, R"("S/frames/a/1.png")"))->manifest("test").videos.at(0).source;
  };
  EXPECT_EQ(source("FF-NT", "000_003"), "FF-real/000");
  EXPECT_EQ(source("FF-real", "000"), "");
  EXPECT_EQ(source("CelebDFv2_fake", "id1_id0_0007"), "CelebDFv2_real/id1_0007");
  EXPECT_EQ(source("DFDC_Fake", "aaa_bbb"), "");
}

TEST_F(DfbPrepared, KnowsTheSplitsOfItsList) {
  const auto dataset =
      opened(R"({"Set": {"X_real": {"train": {}, "test": {}}, "X_fake": {"val": {}, "test": {}}}})");
  EXPECT_EQ(dataset->splits(), (std::vector<std::string>{"test", "train", "val"}));
}

TEST_F(DfbPrepared, ChoosesTheCompression) {
  picture("FF/original/c40/frames/000/1.png", 1);
  EXPECT_TRUE(
      contains(refusal(kForensics, R"({"list":"set.json","compression":"c40"})"), "FF-DF/test: has no c40"));
}

TEST_F(DfbPrepared, NamesFramesThatAreListedAndNotThere) {
  picture("S/frames/a/1.png", 1);
  const auto found =
      opened(one("Set_real", "a", R"("S/frames/a/1.png", "S/frames/a/2.png")"))->manifest("test");
  EXPECT_EQ(found.videos.at(0).frames, 1);
  EXPECT_EQ(found.absent, std::vector<fs::path>{"S/frames/a/2.png"});
}

TEST_F(DfbPrepared, CountsAVideoWithoutAFrame) {
  const auto found = opened(one("Set_real", "a", ""))->manifest("test");
  EXPECT_TRUE(found.videos.empty()) << "the core would take it for a video file";
  ASSERT_EQ(found.absent.size(), 1U);
  EXPECT_TRUE(contains(found.absent[0].string(), "Set_real/a"));
}

TEST_F(DfbPrepared, KnowsDeepfakeBenchsLabelsAndRefusesOthers) {
  picture("S/frames/a/1.png", 1);
  for (const auto* label :
       {"FF-DF", "FF-FH", "DFD_fake", "CelebDFv1_fake", "DFDCP_FakeA", "DFDCP_FakeB", "DFDC_Fake"})
    EXPECT_EQ(opened(one(label, "a", R"("S/frames/a/1.png")"))->manifest("test").videos.at(0).label, 1)
        << label;
  for (const auto* label : {"FF-real", "DFD_real", "CelebDFv2_real", "DFDCP_Real", "DFDC_Real"})
    EXPECT_EQ(opened(one(label, "a", R"("S/frames/a/1.png")"))->manifest("test").videos.at(0).label, 0)
        << label;
  const auto strange = one("simswap", "a", R"("S/frames/a/1.png")");
  EXPECT_TRUE(contains(refusal(strange), "fake_labels = [\"simswap\"]"));
  const auto told = R"({"list":"set.json","fake_labels":["simswap"]})";
  EXPECT_EQ(opened(strange, told)->manifest("test").videos.at(0).label, 1);
}

TEST_F(DfbPrepared, RefusesRecordsWithASurprise) {
  const auto file = (root.path() / "set.json").string();
  picture("S/frames/a/1.png", 1);
  for (const auto& list :
       {std::string{R"({"Set": {"X_real": {"test": {"a": )"} + record("X_fake", "") + "}}}}",
        one("X_real", "a", "1"), one("X_real", "a", R"("S/frames/a/1.png", "S/frames/b/1.png")"),
        std::string{R"({"Set": {"X_real": {"test": {"a": {"label": "X_real"}}}}})"}, std::string{"[]"},
        std::string{R"({"Set": {"X_real": []}})"}, std::string{R"({"Set": {"X_real": {"train": {}}}})"},
        std::string{"{"}}) {
    const auto message = refusal(list);
    EXPECT_TRUE(contains(message, list.find("frames/b") == std::string::npos ? file : "frames/b")) << list;
  }
  EXPECT_TRUE(contains(input_error_of([] { make_dataset("dfb_prepared"); }), "list"));
}

TEST_F(DfbPrepared, RefusesOneFolderForTwoVideos) {
  picture("S/frames/a/1.png", 1);
  const auto both = R"({"Set": {"X_real": {"test": {"a": )" + record("X_real", R"("S/frames/a/1.png")") +
                    R"(, "b": )" + record("X_real", R"("S/frames/a/1.png")") + "}}}}";
  EXPECT_TRUE(contains(refusal(both), "X_real/a and of X_real/b"));
}

TEST_F(DfbPrepared, NamesADamagedFrame) {
  root.write("S/frames/a/1.png", "no picture");
  const auto dataset = opened(one("Set_real", "a", R"("S/frames/a/1.png")"));
  const auto video = dataset->manifest("test").videos.at(0);
  try {
    dataset->read(video, 0);
    FAIL() << "read";
  } catch (const Error& error) {
    EXPECT_TRUE(contains(error.what(), (root.path() / "S/frames/a/1.png").string()));
  }
}

}  // namespace
}  // namespace unseen
