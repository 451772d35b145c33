// `unseen predict`: scores of files that belong to no data set.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "laboratory.hpp"
#include "pictures.hpp"

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
  EXPECT_EQ(rows[1], "damaged/a.jpg,0,,\"is damaged, or no image\"");
  EXPECT_EQ(rows[2], "damaged/b.mp4,0,,\"is damaged, or no video\"");
  EXPECT_EQ(rows[3], "absent.mp4,0,,no such file");
  EXPECT_TRUE(rows[4].starts_with("photos/real/0.bmp,1,0."));
  EXPECT_TRUE(says(predicted.err, "3 of 4 files are damaged"));
}

TEST_F(Predict, TakesAWeightFileOfANamedNetwork) {
  const auto of_file =
      lab_->unseen({"predict", "--checkpoint", lab_->checkpoint("best.safetensors").string(), "--backbone",
                    "resnet", "--variant", "18", "--side", "32", "photos/real/0.bmp"});
  ASSERT_TRUE(ended(of_file, 0));
  EXPECT_EQ(of_file.out, predict({"photos/real/0.bmp"}).out);
}

TEST_F(Predict, SaysWhatIsMissing) {
  const auto file = lab_->checkpoint("best.safetensors").string();
  const auto unnamed = lab_->unseen({"predict", "--checkpoint", file, "photos"});
  EXPECT_TRUE(ended(unnamed, 2));
  EXPECT_TRUE(says(unnamed.err, "--checkpoint needs --backbone"));
  const auto neither = lab_->unseen({"predict", "photos"});
  EXPECT_TRUE(ended(neither, 2));
  EXPECT_TRUE(says(neither.err, "either --run ID or --checkpoint FILE"));
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
