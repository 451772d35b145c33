// The small twins of the paper's nine tables, each really trained and printed, for a moment instead of
// minutes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "laboratory.hpp"
#include "support/test_data.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// The project's experiments as a user has them: in a folder of one's own, with roots and weights beside
/// them.
class Twins : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path project{UNSEEN_PROJECT};
    if (!fs::exists(project / "weights/efficientnet_lite0.pth"))
      GTEST_SKIP() << "needs weights/efficientnet_lite0.pth: run scripts/setup";
    const auto& home = lab_.folder().path();
    fs::copy(project / "experiments", home / "experiments",
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    fs::create_directory_symlink(project / "weights", home / "weights");
  }

  static Words files(const std::vector<int>& tables) {
    Words files;
    for (const auto table : tables)
      files.push_back("experiments/mini/table" + std::to_string(table) + ".toml");
    return files;
  }

  void edit(const std::string& file, const std::string& from, const std::string& to) const {
    const auto place = "experiments/mini/" + file;
    lab_.folder().write(place, with(content(lab_.folder().path() / place), from, to));
  }

  /// Trains what the tables need and expects a number in each of their cells.
  void regenerate(const std::vector<int>& tables, const Words& small) const {
    ASSERT_TRUE(ended(lab_.unseen(Words{"run"} + files(tables) + small), 0));
    for (const auto& file : files(tables)) {
      const auto table = lab_.unseen(Words{"table", file} + small);
      ASSERT_TRUE(ended(table, 0)) << file;
      EXPECT_TRUE(has_number(table.out)) << table.out;
      const auto json = lab_.unseen(Words{"table", file, "--json"} + small);
      ASSERT_TRUE(ended(json, 0)) << file;
      const std::set<std::string> whole{"finished", "published", "not published"};
      for (const auto& cell : nlohmann::json::parse(json.out)["cells"])
        EXPECT_TRUE(whole.contains(cell["state"].get<std::string>())) << cell;
    }
  }

  Laboratory lab_;
};

TEST_F(Twins, OfTheTablesAreAllPlanned) {
  const auto dry = lab_.unseen(Words{"run", "--dry-run"} + files({1, 2, 3, 4, 5, 6, 7, 8, 9}));
  ASSERT_TRUE(ended(dry, 0));
  EXPECT_TRUE(says(dry.out, "9 experiments ask for 56 runs: 45 to train once each, 6 of them shared"));
}

TEST_F(Twins, OfDrawnForgeriesTrain) {
  const auto drawn = [](const std::string& method) {
    return "{ plugin = \"procedural\", identities = 4, methods = [\"" + method + "\"] }";
  };
  const auto tests = R"(test=[{ name = "lowpass", frames_per_video = 1, dataset = )" + drawn("lowpass") +
                     R"( }, { name = "ghost", frames_per_video = 1, dataset = )" + drawn("ghost") + " }]";
  regenerate({4, 6, 7, 8}, {"--set", "train.frames_per_video=1", "--set", "train.dataset.identities=4",
                            "--set", "train.batch_size=8", "--set", "validate.frames_per_video=1", "--set",
                            "validate.dataset.identities=4", "--set", tests});
}

TEST_F(Twins, OfFilmedForgeriesTrain) {
  const auto ffpp = test_data("mini_ffpp"), celebdf = test_data("mini_celebdf");
  if (ffpp.empty() || celebdf.empty()) GTEST_SKIP() << kNoTestData;
  lab_.folder().write("experiments/roots.toml",
                      "mini_ffpp = \"" + ffpp.string() + "\"\nmini_celebdf = \"" + celebdf.string() + "\"\n");
  edit("shared/faces.toml", "epochs = 6", "epochs = 1");
  edit("shared/faces.toml", "frames = 4", "frames = 1");
  edit("shared/self_blended.toml", "epochs = 12", "epochs = 1");
  edit("table5.toml", "\"train.epochs\" = 3", "\"train.epochs\" = 1");
  regenerate({1, 2, 3, 5, 9}, {"--set", "backbone.side=64", "--set", "train.frames_per_video=1", "--set",
                               "validate.frames_per_video=1"});
}

}  // namespace
}  // namespace unseen
