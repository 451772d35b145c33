// `unseen prepare`: faces cut once, accounted for, looked at.
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "laboratory.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::string on_faces() {
  auto text = with(Laboratory::one_epoch(), "frames = 2\n", "detector = \"mtcnn\"\nframes = 1\n");
  for (const auto* split : {"train", "val", "test"}) {
    const auto methods = std::string{split} == "test" ? "seam" : "checkerboard";
    text = with(
        text,
        std::string{
            R"(dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = [")"} +
            methods + "\"] }",
        R"(dataset = { plugin = "celebdf", root = "@mini_celebdf", split = "test" })");
  }
  return text;
}

class Prepare : public testing::Test {
 protected:
  void SetUp() override {
    if (test_data("mini_celebdf").empty()) GTEST_SKIP() << kNoTestData;
    const auto weights = fs::path{UNSEEN_PROJECT} / "weights";
    if (!fs::exists(weights / "mtcnn")) GTEST_SKIP() << "needs weights/mtcnn: run scripts/setup";
    fs::create_directory_symlink(weights, lab_.folder().path() / "weights");
  }

  Words root() const { return {"--set", "roots.mini_celebdf=" + test_data("mini_celebdf").string()}; }

  const Laboratory lab_{on_faces()};
};

TEST_F(Prepare, CutsAnExperimentsFacesOnceForAllItsRuns) {
  const auto prepared = lab_.on_experiment("prepare", root() + Words{"--check", "--sheet", "sheet.png"});
  ASSERT_TRUE(ended(prepared, 0));
  EXPECT_TRUE(says(prepared.out,
                   "celebdf   test   74      0       74      74           74     0         0        74"))
      << prepared.out;
  EXPECT_TRUE(says(prepared.out, "every picture can be read"));
  EXPECT_GT(fs::file_size(lab_.folder().path() / "sheet.png"), 100'000U);
  const auto again = lab_.on_experiment("prepare", root());
  EXPECT_TRUE(says(again.out, "0         0        0\n")) << again.out;
  ASSERT_TRUE(ended(lab_.run(root()), 0));
  EXPECT_EQ(lab_.value("SELECT count(*) FROM v_video_scores WHERE score IS NULL OR frames_faceless > 0"),
            "0");

  // The run knows how its faces were cut.
  const auto run = lab_.value("SELECT run_id FROM v_runs");
  const auto photograph = test_data("faces_congress") / "A000055.jpg";
  const auto scored = lab_.unseen({"predict", "--run", run, photograph.string()});
  ASSERT_TRUE(ended(scored, 0));
  EXPECT_TRUE(says(scored.out, ",1,0."));
}

TEST_F(Prepare, ShowsWhatAugmentationsMakeOfTheCrops) {
  const auto sheet = [&](const Words& more) {
    const auto drawn =
        lab_.on_experiment("augment", root() + Words{"--samples", "3", "--sheet", "augmented.png"} + more);
    EXPECT_TRUE(ended(drawn, 0));
    return content(lab_.folder().path() / "augmented.png");
  };
  const auto first = sheet({});
  EXPECT_GT(first.size(), 100'000U);
  EXPECT_EQ(sheet({}), first) << "the same draws each time";
  EXPECT_NE(sheet({"--epoch", "7"}), first);
}

TEST_F(Prepare, SaysWhyThereIsNoSheet) {
  const auto into = [&](const char* file, const Words& more) {
    return lab_.on_experiment("augment", root() + Words{"--sheet", file} + more).err;
  };
  EXPECT_TRUE(says(into("nowhere/sheet.png", {}), "nowhere/sheet.png: the contact sheet cannot be written"));
  EXPECT_TRUE(says(into("sheet.png", {"--only", "ERN"}), "ERN"));
}

TEST_F(Prepare, FindsFacesInPicturesOfAnyDepthChannelsAndSize) {
  const auto folder = lab_.folder().path() / "own" / "real";
  fs::create_directories(folder);
  const auto photograph = cv::imread((test_data("faces_congress") / "A000055.jpg").string());
  const auto write = [&](const char* name, const cv::Mat& picture) {
    ASSERT_TRUE(cv::imwrite((folder / name).string(), picture));
  };
  cv::Mat sixteen, grey, alpha;
  photograph.convertTo(sixteen, CV_16U, 257);
  cv::cvtColor(photograph, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(photograph, alpha, cv::COLOR_BGR2BGRA);
  write("sixteen.png", sixteen);
  write("grey.png", grey);
  write("alpha.png", alpha);
  write("odd.png", photograph(cv::Rect{1, 1, photograph.cols - photograph.cols % 2 - 1,
                                       photograph.rows - photograph.rows % 2 - 1}));
  const auto prepared = lab_.unseen({"prepare", "image_folder", "--root", folder.parent_path().string(),
                                     "--split", "test", "--set", "faces.detector=mtcnn", "--check"});
  ASSERT_TRUE(ended(prepared, 0));
  EXPECT_TRUE(says(prepared.out,
                   "image_folder  test   4       0       4       4            4      0         0        4"))
      << prepared.out;
  EXPECT_TRUE(says(prepared.out, "every picture can be read"));
}

TEST_F(Prepare, RefusesSelfBlendedImagesOfAnotherCropThanTheTests) {
  const auto refused = lab_.run(root() + Words{"--dry-run", "--set", "train.augmentations=[{plugin=\"sbi\"}]",
                                               "--set", "faces.crop=aligned"});
  EXPECT_TRUE(ended(refused, 2));
  EXPECT_TRUE(says(refused.err, "faces.crop = \"aligned\""));
}

TEST_F(Prepare, FindsADamagedPicture) {
  ASSERT_TRUE(ended(lab_.on_experiment("prepare", root()), 0));
  fs::path store;
  for (const auto& entry : fs::recursive_directory_iterator{lab_.folder().path()}) {
    if (entry.path().extension() == ".sqlite") store = entry.path();
  }
  ASSERT_FALSE(store.empty());
  ASSERT_EQ(finished("sqlite3", {store.string(), "UPDATE crop SET picture = x'00' WHERE video = 3"}).code, 0);
  const auto checked = lab_.on_experiment("prepare", root() + Words{"--check"});
  EXPECT_TRUE(ended(checked, 1));
  EXPECT_TRUE(says(checked.err, "damaged picture of frame 0 of "));
  EXPECT_TRUE(says(checked.out, "1 damaged"));
}

TEST_F(Prepare, SaysWhatIsMissing) {
  EXPECT_TRUE(says(lab_.unseen({"prepare", "celebdf"}).err, "--root is wanted"));
  const auto lost = lab_.on_experiment("prepare", root() + Words{"--set", "faces.model=nowhere"});
  EXPECT_TRUE(ended(lost, 2));
  EXPECT_TRUE(says(lost.err, "scripts/setup"));
  const auto landmarks = lab_.unseen({"prepare", "celebdf", "--root", test_data("mini_celebdf").string(),
                                      "--split", "test", "--set", "faces.detector=dlib"});
  EXPECT_TRUE(ended(landmarks, 2));
}

}  // namespace
}  // namespace unseen
