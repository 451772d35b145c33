// `unseen predict`: scores of files that belong to no data set.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "laboratory.hpp"
#include "pictures.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

/// A run on drawn faces, and six pictures of the user's own.
class Predict : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    lab_ = std::make_unique<Laboratory>(Laboratory::one_epoch());
    ASSERT_TRUE(ended(lab_->run(), 0));
    write_pictures(lab_->folder().path() / "photos", 3);
  }
  static void TearDownTestSuite() { lab_.reset(); }

  static std::string run_id() { return lab_->value("SELECT run_id FROM v_runs"); }
  static Finished predict(const Words& arguments) {
    return lab_->unseen(Words{"predict", "--run", run_id()} + arguments);
  }

  static std::unique_ptr<Laboratory> lab_;
};
std::unique_ptr<Laboratory> Predict::lab_;

TEST_F(Predict, GivesTheScoresThatATestOfTheSameFilesStores) {
  ASSERT_TRUE(ended(lab_->on_experiment("evaluate", {"--test", "own=image_folder:photos"}), 0));
  std::map<std::string, double> stored;
  for (const auto& row : lab_->rows("SELECT video, score FROM v_video_scores WHERE test = 'own'")) {
    stored[row[0]] = std::stod(row[1]);
  }
  ASSERT_EQ(stored.size(), 6U);
  const auto predicted = predict({"photos", "--json", "--batch-size", "4"});
  ASSERT_TRUE(ended(predicted, 0));
  const auto rows = lines(predicted.out);
  ASSERT_EQ(rows.size(), 6U);
  for (const auto& text : rows) {
    const auto row = nlohmann::json::parse(text);
    const auto path = row["path"].get<std::string>();
    const auto found = std::find_if(stored.begin(), stored.end(), [&](const auto& item) {
      return path.find(item.first) != std::string::npos;
    });
    ASSERT_NE(found, stored.end()) << path;
    EXPECT_NEAR(row["p_fake"].get<double>(), found->second, 1e-6) << path;
    EXPECT_EQ(row["frames"], 1);
  }
}

TEST_F(Predict, PrintsARowForEachFileInTheirOrder) {
  const auto predicted = predict({"photos/real/2.bmp", "photos/fake"});
  ASSERT_TRUE(ended(predicted, 0));
  const auto rows = lines(predicted.out);
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0], "path,frames,p_fake,error");
  EXPECT_TRUE(rows[1].starts_with("photos/real/2.bmp,1,0."));
  EXPECT_TRUE(rows[2].starts_with("photos/fake/swap/0.bmp,1,0."));
  EXPECT_TRUE(rows[4].starts_with("photos/fake/swap/2.bmp,1,0."));
}

TEST_F(Predict, ScoresTheOthersWhereOneFileIsDamaged) {
  lab_->folder().write("damaged/a.jpg", "no picture");
  lab_->folder().write("damaged/b.mp4", "no video");
  const auto predicted = predict({"damaged", "absent.mp4", "photos/real/0.bmp"});
  EXPECT_TRUE(ended(predicted, 1));
  const auto rows = lines(predicted.out);
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[1], "damaged/a.jpg,0,,\"is cut short or damaged, or no image\"");
  EXPECT_EQ(rows[2], "damaged/b.mp4,0,,\"is damaged, or no video\"");
  EXPECT_EQ(rows[3], "absent.mp4,0,,no such file");
  EXPECT_TRUE(rows[4].starts_with("photos/real/0.bmp,1,0."));
  EXPECT_TRUE(says(predicted.err, "3 of 4 files are damaged"));
}

TEST_F(Predict, RefusesAPictureThatIsCutShort) {
  const auto whole = content(UNSEEN_FIXTURES "/pictures/drawn.jpg");
  lab_->folder().write("cut/whole.jpg", whole);
  lab_->folder().write("cut/part.jpg", whole.substr(0, whole.size() * 2 / 3));
  lab_->folder().write("cut/._hidden.jpg", "what some systems leave beside a file");
  const auto predicted = predict({"cut", "--json"});
  EXPECT_TRUE(ended(predicted, 1));
  const auto rows = lines(predicted.out);
  ASSERT_EQ(rows.size(), 2U);
  const auto part = nlohmann::json::parse(rows[0]), full = nlohmann::json::parse(rows[1]);
  EXPECT_EQ(part["path"], "cut/part.jpg");
  EXPECT_TRUE(part["p_fake"].is_null());
  EXPECT_EQ(part["error"], "is cut short or damaged, or no image");
  EXPECT_TRUE(full["p_fake"].is_number());
  EXPECT_FALSE(full.contains("error"));
}

TEST_F(Predict, ScoresVideosFrameByFrameInBatchesOfSeveral) {
  const auto ffpp = test_data("mini_ffpp");
  if (ffpp.empty()) GTEST_SKIP() << kNoTestData;
  const auto videos = ffpp / "original_sequences/youtube/c23/videos";
  const Words files{(videos / "006.mp4").string(), "photos/real/0.bmp", (videos / "029.mp4").string()};
  const auto frames = predict(files + Words{"--frames", "--frames-per-video", "5", "--batch-size", "3"});
  ASSERT_TRUE(ended(frames, 0));
  const auto rows = lines(frames.out);
  ASSERT_EQ(rows.size(), 1U + 5 + 1 + 5);
  EXPECT_EQ(rows[0], "path,frame,p_fake,error");
  EXPECT_TRUE(rows[1].starts_with(files[0] + ",0,0."));
  EXPECT_TRUE(rows[6].starts_with("photos/real/0.bmp,0,0."));

  const auto means = predict(files + Words{"--json", "--frames-per-video", "5", "--batch-size", "64"});
  ASSERT_TRUE(ended(means, 0));
  const auto of_files = lines(means.out);
  ASSERT_EQ(of_files.size(), 3U);
  for (const auto& [file, first] : {std::pair{0U, 1U}, {2U, 7U}}) {
    double sum = 0;
    for (auto i = first; i < first + 5; ++i) {
      const auto score = rows[i].substr(0, rows[i].rfind(','));
      sum += std::stod(score.substr(score.rfind(',') + 1));
    }
    const auto row = nlohmann::json::parse(of_files[file]);
    EXPECT_EQ(row["frames"], 5);
    EXPECT_NEAR(row["p_fake"].get<double>(), sum / 5, 2e-6);
  }
}

TEST_F(Predict, SaysWhereItsOutputCannotBeWritten) {
  const auto command = std::string{UNSEEN_PROGRAM} + " predict --run " + run_id() + " photos > /dev/full";
  const auto predicted = finished("/bin/sh", {"-c", command}, lab_->surroundings());
  EXPECT_TRUE(ended(predicted, 1));
  EXPECT_TRUE(says(predicted.err, "stdout: cannot be written: No space left on device"));
}

TEST_F(Predict, TakesAWeightFileOfANamedNetwork) {
  const auto of_file =
      lab_->unseen({"predict", "--checkpoint", lab_->checkpoint("best.safetensors").string(), "--backbone",
                    "resnet", "--variant", "18", "--side", "32", "photos/real/0.bmp"});
  ASSERT_TRUE(ended(of_file, 0));
  EXPECT_EQ(of_file.out, predict({"photos/real/0.bmp"}).out);
}

TEST_F(Predict, GivesWhatTimmGives) {
  const auto* python = std::getenv("UNSEEN_TIMM_PYTHON");
  if (python == nullptr) GTEST_SKIP() << "needs timm: $UNSEEN_TIMM_PYTHON names a Python that has it";
  Words files{"photos/real/0.bmp", "photos/fake/swap/0.bmp", UNSEEN_FIXTURES "/pictures/drawn.jpg"};
  if (const auto faces = test_data("faces_congress"); !faces.empty()) {
    for (const auto& entry : std::filesystem::directory_iterator{faces}) {
      if (entry.path().extension() == ".jpg") files.push_back(entry.path().string());
    }
  }
  const auto script = std::string{UNSEEN_PROJECT} + "/tests/support/timm_predict.py";
  const auto timm =
      finished(python, Words{script, "atto.safetensors", "224"} + files, {lab_->folder().path(), {}, {}});
  ASSERT_TRUE(ended(timm, 0));
  const auto predicted = lab_->unseen(Words{"predict", "--checkpoint", "atto.safetensors", "--backbone",
                                            "convnext", "--variant", "atto", "--json"} +
                                      files);
  ASSERT_TRUE(ended(predicted, 0));
  const auto wanted = lines(timm.out), found = lines(predicted.out);
  ASSERT_EQ(wanted.size(), files.size());
  ASSERT_EQ(found.size(), files.size());
  std::set<std::string> different;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto row = nlohmann::json::parse(found[i]);
    EXPECT_EQ(row["path"], files[i]);
    EXPECT_NEAR(row["p_fake"].get<double>(), std::stod(wanted[i]), 5e-6) << files[i];
    different.insert(wanted[i]);
  }
  EXPECT_EQ(different.size(), files.size()) << "a network that does not look";
}

TEST_F(Predict, SaysWhatIsMissing) {
  const auto file = lab_->checkpoint("best.safetensors").string();
  const auto unnamed = lab_->unseen({"predict", "--checkpoint", file, "photos"});
  EXPECT_TRUE(ended(unnamed, 2));
  EXPECT_TRUE(says(unnamed.err, "--checkpoint needs --backbone"));
  const auto neither = lab_->unseen({"predict", "photos"});
  EXPECT_TRUE(ended(neither, 2));
  EXPECT_TRUE(says(neither.err, "either --run ID or --checkpoint FILE"));
  const auto both = predict({"--side", "64", "photos"});
  EXPECT_TRUE(ended(both, 2));
  EXPECT_TRUE(says(both.err, "go with --checkpoint: a run has its own"));
  const auto other =
      lab_->unseen({"predict", "--checkpoint", file, "--backbone", "resnet", "--variant", "50", "photos"});
  EXPECT_TRUE(ended(other, 2));
  EXPECT_TRUE(says(other.err, "missing: layer1.0.conv3.weight (256, 64, 1, 1)"));
  lab_->folder().write("empty/readme.txt", "");
  const auto empty = predict({"empty"});
  EXPECT_TRUE(ended(empty, 2));
  EXPECT_TRUE(says(empty.err, "empty: no image or video lies in this folder"));
}

}  // namespace
}  // namespace unseen
