// What a run is: what must train anew, what must not, and that a table never shows a number of another configuration.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "laboratory.hpp"
#include "pictures.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// Everything that training leaves in the database.
std::vector<Words> trained(const Laboratory& lab) {
  return lab.rows("SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM attempt), (SELECT count(*) FROM metric), "
                  "(SELECT group_concat(sha256) FROM artifact)");
}

std::string evaluations(const Laboratory& lab) { return lab.value("SELECT count(*) FROM evaluation"); }

/// Whether the table has a number in a cell.
bool has_number(const std::string& table) { return std::regex_search(table, std::regex{R"(\| +\**[0-9]+\.[0-9])"}); }

std::string one_epoch() { return with(Laboratory::tiny_experiment(), "epochs = 2", "epochs = 1"); }

/// One trained run that all tests here share.
class Identity : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    lab_ = std::make_unique<Laboratory>(one_epoch());
    first_ = lab_->run();
  }
  static void TearDownTestSuite() { lab_.reset(); }
  void SetUp() override { ASSERT_TRUE(ended(first_, 0)); }

  static fs::path written(const std::string& text) { return lab_->folder().write("experiments/other.toml", text); }

  static inline std::unique_ptr<Laboratory> lab_;
  static inline Finished first_;
};

TEST_F(Identity, IsNotTheNameOfTheExperiment) {
  const auto before = trained(*lab_);
  const auto evaluated = evaluations(*lab_);
  const auto other = written(with(one_epoch(), "\"tiny\"", "\"renamed\"")).string();
  ASSERT_TRUE(ended(lab_->unseen({"run", other}), 0));
  EXPECT_EQ(trained(*lab_), before);
  EXPECT_EQ(evaluations(*lab_), evaluated);
  EXPECT_TRUE(has_number(lab_->unseen({"table", other}).out));
}

TEST_F(Identity, IsNotWhatItIsTestedOn) {
  const auto before = trained(*lab_);
  const auto evaluated = std::stoi(evaluations(*lab_));
  const auto more = one_epoch() + R"(
[[test]]
name = "blocks"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["blocks"] }
)";
  ASSERT_TRUE(ended(lab_->unseen({"run", written(more).string()}), 0));
  EXPECT_EQ(trained(*lab_), before);
  EXPECT_EQ(std::stoi(evaluations(*lab_)), evaluated + 1);
}

TEST_F(Identity, IsNotTheNameOfATest) {
  const auto before = trained(*lab_);
  const auto evaluated = evaluations(*lab_);
  const auto other = written(with(one_epoch(), "name = \"drawn\"", "name = \"seams\"")).string();
  ASSERT_TRUE(ended(lab_->unseen({"run", other}), 0));
  EXPECT_EQ(trained(*lab_), before);
  EXPECT_EQ(evaluations(*lab_), evaluated);
  EXPECT_TRUE(says(lab_->unseen({"table", other}).out, "seams"));
  ASSERT_TRUE(ended(lab_->run(), 0));
}

class NotPartOfARun : public Identity, public ::testing::WithParamInterface<const char*> {};

TEST_P(NotPartOfARun, TrainsNothingAnew) {
  const auto before = trained(*lab_);
  const Words edit{"--set", GetParam()};
  ASSERT_TRUE(ended(lab_->run(edit), 0));
  EXPECT_EQ(trained(*lab_), before);
  const auto table = lab_->table(edit);
  ASSERT_TRUE(ended(table, 0));
  EXPECT_TRUE(has_number(table.out));
}

INSTANTIATE_TEST_SUITE_P(Keys, NotPartOfARun,
                         ::testing::Values("train.device=auto", "train.workers=3", "checkpoint.every=2",
                                           "checkpoint.keep=1", "description=other"));

/// A key that makes another run of it (or another test), and a value that differs from what was trained.
class PartOfARun : public Identity, public ::testing::WithParamInterface<const char*> {};

TEST_P(PartOfARun, NeverShowsTheNumberOfAnother) {
  const Words edit{"--set", GetParam()};
  const auto unplanned = lab_->table(edit);
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, "not planned"));
  EXPECT_EQ(unplanned.out, "");

  ASSERT_TRUE(ended(lab_->run(Words{"--dry-run", "--plan"} + edit), 0));
  const auto planned = lab_->table(edit);
  ASSERT_TRUE(ended(planned, 0));
  EXPECT_FALSE(has_number(planned.out)) << planned.out;
  EXPECT_TRUE(std::regex_search(planned.out, std::regex{R"(\| +- \|)"})) << planned.out;
  EXPECT_TRUE(has_number(lab_->table().out)) << "the number of what was trained is gone";
}

INSTANTIATE_TEST_SUITE_P(
    Keys, PartOfARun,
    ::testing::Values(
        "seeds=[2]", "backbone.variant=\"50\"", "backbone.side=64", "regularizer.plugin=gradreg_pim", "optimizer.name=adam",
        "optimizer.lr=0.02", "optimizer.momentum=0.8", "optimizer.beta1=0.8", "optimizer.beta2=0.99", "optimizer.eps=1e-7",
        "optimizer.weight_decay=0.01", "optimizer.clip_norm=1.0", "optimizer.schedule=cosine", "optimizer.step_epochs=2",
        "optimizer.step_factor=0.5", "optimizer.tail=0.5", "faces.crop=center", "faces.fraction=0.5", "faces.frames=1",
        "faces.max_side=32", "train.epochs=3", "train.batch_size=4", "train.accumulate=2",
        "train.frames_per_video=1", "train.balance=none", "train.precision=bf16", "train.max_bad_steps=3",
        "train.dataset.identities=5", "train.dataset.seed=1", "train.dataset.split=val",
        "train.augmentations=[{plugin=\"horizontal_flip\"}]", "validate.select=last", "validate.frames_per_video=1",
        "validate.dataset.identities=5", "validate.augmentations=[{plugin=\"horizontal_flip\"}]"));

/// A key that makes another test of the same run.
class PartOfATest : public Identity, public ::testing::WithParamInterface<std::string> {};

TEST_P(PartOfATest, NeverShowsTheNumberOfAnother) {
  const Words edit{"--set", GetParam()};
  EXPECT_TRUE(says(lab_->table(edit).err, "not planned"));
  const auto dry = lab_->run(Words{"--dry-run", "--plan"} + edit);
  ASSERT_TRUE(ended(dry, 0));
  EXPECT_TRUE(says(dry.out, "finished")) << "it would train anew";
  const auto planned = lab_->table(edit);
  ASSERT_TRUE(ended(planned, 0));
  EXPECT_FALSE(has_number(planned.out)) << planned.out;
  EXPECT_TRUE(says(planned.out, "not evaluated"));
}

std::string test_of(int frames, const std::string& method, const std::string& more) {
  return fmt::format("test=[{{name=\"drawn\",frames_per_video={},{}dataset={{plugin=\"procedural\",identities=4,frames=2,"
                     "side=32,methods=[\"{}\"]}}}}]",
                     frames, more, method);
}

INSTANTIATE_TEST_SUITE_P(Keys, PartOfATest,
                         ::testing::Values("faces.no_face=half", test_of(1, "seam", ""), test_of(2, "ghost", ""),
                                           test_of(2, "seam", "perturb={mean=1.2},"),
                                           test_of(2, "seam", "perturb={sigma=0.5},")));

TEST(WeightFile, IsPartOfARunByItsBytesAlone) {
  const Laboratory lab{one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto bytes = content(lab.checkpoint("best.safetensors"));
  const auto set = [](const fs::path& file) { return Words{"--set", "backbone.weights=" + file.string()}; };
  const auto file = lab.folder().write("weights/first.safetensors", bytes);
  ASSERT_TRUE(ended(lab.run(set(file)), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "2");

  const auto moved = lab.folder().write("elsewhere/second.safetensors", bytes);
  ASSERT_TRUE(ended(lab.run(set(moved)), 0));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "2") << "the same weights elsewhere were trained from again";

  ASSERT_TRUE(has_number(lab.table(set(file)).out));
  auto changed = bytes;
  changed.back() ^= 1;
  lab.folder().write("weights/first.safetensors", changed);
  const auto unplanned = lab.table(set(file));
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, file.string() + " has changed"));
  ASSERT_TRUE(ended(lab.run(Words{"--dry-run", "--plan"} + set(file)), 0));
  EXPECT_FALSE(has_number(lab.table(set(file)).out));
}

/// An experiment on pictures below @photos.
std::string on_photos() {
  auto text = one_epoch();
  const std::string drawn = R"({ plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["checkerboard"] })";
  text = with(text, drawn, R"({ plugin = "image_folder", root = "@photos" })");
  text = with(text, drawn, R"({ plugin = "image_folder", root = "@photos" })");
  return with(text, R"({ plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["seam"] })",
              R"({ plugin = "image_folder", root = "@tested" })");
}

TEST(Roots, MayMoveWithoutATraining) {
  const Laboratory lab{on_photos()};
  write_pictures(lab.folder().path() / "here", 8);
  lab.folder().write("experiments/roots.toml", "photos = \"../here\"\ntested = \"../here\"\n");
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto before = trained(lab);
  const auto evaluated = evaluations(lab);

  fs::create_directories(lab.folder().path() / "far" / "away");
  fs::rename(lab.folder().path() / "here", lab.folder().path() / "far" / "away" / "photos");
  lab.folder().write("experiments/roots.toml", "photos = \"../far/away/photos\"\ntested = \"../far/away/photos\"\n");
  EXPECT_TRUE(ended(lab.table(), 2)) << "a table of files that are no longer those that were looked at";
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_EQ(trained(lab), before);
  EXPECT_EQ(evaluations(lab), evaluated);
  EXPECT_TRUE(has_number(lab.table().out));
}

TEST(Roots, ThatGainAFileAreOtherData) {
  const Laboratory lab{on_photos()};
  write_pictures(lab.folder().path() / "photos", 8);
  write_pictures(lab.folder().path() / "tested", 4);
  lab.folder().write("experiments/roots.toml", "photos = \"../photos\"\ntested = \"../tested\"\n");
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(has_number(lab.table().out));
  const auto before = trained(lab);

  write_picture(lab.folder().path() / "tested" / "real" / "one_more.bmp", 77);
  const auto unplanned = lab.table();
  EXPECT_TRUE(ended(unplanned, 2));
  EXPECT_TRUE(says(unplanned.err, "has changed"));
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  EXPECT_FALSE(has_number(lab.table().out));
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_EQ(trained(lab), before) << "files of a test trained anew";
  EXPECT_TRUE(has_number(lab.table().out));

  write_picture(lab.folder().path() / "photos" / "real" / "one_more.bmp", 78);
  EXPECT_TRUE(ended(lab.table(), 2));
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  EXPECT_FALSE(has_number(lab.table().out));
  EXPECT_TRUE(says(lab.run({"--dry-run"}).out, "new"));
}

}  // namespace
}  // namespace unseen
