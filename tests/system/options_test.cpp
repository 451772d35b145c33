// The options of `run` and `evaluate`: which runs, where, and looking before leaping.
#include <gtest/gtest.h>

#include <regex>

#include "laboratory.hpp"
#include "pictures.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// ERM and +PIM side by side.
std::string swept() {
  return with(Laboratory::one_epoch(), "rows = []", "rows = [\"regularizer\"]") + R"(
[[sweep]]
axis = "regularizer"
values = [
  { label = "ERM", set = { "regularizer.plugin" = "erm" } },
  { label = "+PIM", set = { "regularizer.plugin" = "gradreg_pim" } },
]
)";
}

TEST(Evaluate, TestsAFinishedRunOnPicturesOfTheUsers) {
  const Laboratory lab{Laboratory::one_epoch()};
  write_pictures(lab.folder().path() / "photos", 4);
  const Words own{"--test", "own=image_folder:photos"};
  EXPECT_TRUE(says(lab.run({"--dry-run", "--plan"}).out, "new"));
  const auto early = lab.on_experiment("evaluate", own);
  EXPECT_TRUE(ended(early, 1));
  EXPECT_TRUE(says(early.err, "not trained yet"));

  ASSERT_TRUE(ended(lab.run(), 0));
  const auto evaluated = lab.on_experiment("evaluate", own);
  ASSERT_TRUE(ended(evaluated, 0));
  EXPECT_TRUE(std::regex_search(evaluated.out, std::regex{R"(own\tvideo_auc\t[01]\.[0-9]{4}\n)"}))
      << evaluated.out;
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_video_scores WHERE test = 'own'"), "8");
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "1");

  ASSERT_TRUE(ended(lab.on_experiment("evaluate", own), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM evaluation WHERE test = 'own'"), "1") << "tested again";
  EXPECT_TRUE(ended(lab.on_experiment("evaluate", {"--test", "own"}), 2));
  EXPECT_TRUE(ended(lab.on_experiment("evaluate", {"--test", "own=image_folder:nowhere"}), 2));
}

TEST(Only, TrainsTheCellsOfItsLabel) {
  const Laboratory lab{swept()};
  ASSERT_TRUE(ended(lab.run({"--only", "ERM"}), 0));
  EXPECT_EQ(lab.rows("SELECT regularizer FROM v_runs"), std::vector<Words>{{"erm"}});
  const auto table = lab.table();
  ASSERT_TRUE(ended(table, 0));
  EXPECT_TRUE(std::regex_search(table.out, std::regex{R"(\| ERM +\|[^|]*[0-9]\.[0-9])"})) << table.out;
  EXPECT_TRUE(std::regex_search(table.out, std::regex{R"(\| \+PIM +\| +- \|)"})) << table.out;

  const auto dry = lab.run({"--dry-run"});
  EXPECT_TRUE(std::regex_search(dry.out, std::regex{"ERM, seed 1 .*finished"})) << dry.out;
  EXPECT_TRUE(std::regex_search(dry.out, std::regex{R"(\+PIM, seed 1 .*new)"})) << dry.out;

  const auto unknown = lab.run({"--only", "SAM"});
  EXPECT_TRUE(ended(unknown, 2));
  EXPECT_TRUE(says(unknown.err, "regularizer=ERM"));
}

TEST(Force, TrainsANewRunThatTakesThePlaceOfTheOld) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto old = lab.value("SELECT run_id FROM v_runs");
  const auto bits = content(lab.checkpoint("best.safetensors"));
  ASSERT_TRUE(ended(lab.run({"--force"}), 0));
  EXPECT_EQ(lab.value("SELECT state FROM v_runs WHERE run_id = '" + old + "'"), "superseded");
  const auto next = lab.value("SELECT run_id FROM v_runs WHERE state = 'finished'");
  EXPECT_NE(next, "");
  EXPECT_EQ(lab.rows("SELECT DISTINCT run_id FROM v_final"), std::vector<Words>{{next}});
  const auto weights = lab.folder().path() / "results" / "runs" / next / "checkpoints" / "best.safetensors";
  EXPECT_TRUE(content(weights) == bits) << "the same run twice gave other weights";
}

TEST(PrintConfig, ReadsBackAsTheSameExperiment) {
  const Laboratory lab{swept()};
  const Words edit{"--set", "optimizer.lr=0.005", "--set", "description=a \"quoted\" one"};
  const auto printed = lab.run(Words{"--print-config"} + edit);
  ASSERT_TRUE(ended(printed, 0));
  const auto copy = lab.folder().write("experiments/copy.toml", printed.out).string();
  const auto original = lab.run(Words{"--dry-run"} + edit);
  const auto again = lab.unseen({"run", copy, "--dry-run"});
  ASSERT_TRUE(ended(again, 0));
  EXPECT_EQ(again.out, original.out);
  EXPECT_TRUE(says(again.out, "+PIM"));
}

TEST(DryRun, LeavesNothingBehindWithoutPlan) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run({"--dry-run"}), 0));
  EXPECT_FALSE(fs::exists(lab.folder().path() / "results"));
  EXPECT_FALSE(fs::exists(lab.folder().path() / "cache"));
}

TEST(DryRun, WithoutTheDataIsProvisional) {
  const Laboratory lab{
      with(Laboratory::one_epoch(),
           R"({ plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["seam"] })",
           R"({ plugin = "celebdf", root = "@celebdf" })")};
  EXPECT_TRUE(ended(lab.run(), 2));
  EXPECT_TRUE(ended(lab.run({"--dry-run"}), 0));
  const auto train =
      lab.run({"--dry-run", "--set", "train.dataset={plugin=\"faceforensics\",root=\"@ffpp\"}"});
  ASSERT_TRUE(ended(train, 0));
  EXPECT_TRUE(says(train.out, "provisional"));
}

TEST(DatabaseOption, NamesAnotherFile) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan", "--db", "other/place.db"}), 0));
  EXPECT_TRUE(fs::exists(lab.folder().path() / "other" / "place.db"));
  EXPECT_FALSE(fs::exists(lab.database()));
  EXPECT_TRUE(ended(lab.table({"--db", "other/place.db"}), 0));
}

}  // namespace
}  // namespace unseen
