// What a run is: what must train anew, what must not, and that a table never shows a number of another
// configuration.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>
#include <regex>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// One trained run that all tests here share.
class Identity : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    lab_ = std::make_unique<Laboratory>(Laboratory::one_epoch());
    first_ = lab_->run();
  }
  static void TearDownTestSuite() { lab_.reset(); }
  void SetUp() override { ASSERT_TRUE(ended(first_, 0)); }

  static fs::path written(const std::string& text) {
    return lab_->folder().write("experiments/other.toml", text);
  }

  static inline std::unique_ptr<Laboratory> lab_;
  static inline Finished first_;
};

TEST_F(Identity, IsNotTheNameOfTheExperiment) {
  const auto before = trained(*lab_);
  const auto evaluated = evaluations(*lab_);
  const auto other = written(with(Laboratory::one_epoch(), "\"tiny\"", "\"renamed\"")).string();
  ASSERT_TRUE(ended(lab_->unseen({"run", other}), 0));
  EXPECT_EQ(trained(*lab_), before);
  EXPECT_EQ(evaluations(*lab_), evaluated);
  EXPECT_TRUE(has_number(lab_->unseen({"table", other}).out));
}

TEST_F(Identity, IsNotHowItsActivationsAreHeld) {
  const auto before = trained(*lab_);
  const auto other = written(with(Laboratory::one_epoch(), "[train]", "[train]\nrecompute = true"));
  ASSERT_TRUE(ended(lab_->unseen({"run", other.string()}), 0));
  EXPECT_EQ(trained(*lab_), before);
}

TEST_F(Identity, IsNotWhatItIsTestedOn) {
  const auto before = trained(*lab_);
  const auto evaluated = evaluations(*lab_);
  const auto more = Laboratory::one_epoch() + R"(
[[test]]
name = "blocks"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["blocks"] }
)";
  ASSERT_TRUE(ended(lab_->unseen({"run", written(more).string()}), 0));
  EXPECT_EQ(trained(*lab_), before);
  EXPECT_EQ(evaluations(*lab_), evaluated + 1);
}

TEST_F(Identity, IsNotTheNameOfATest) {
  const auto before = trained(*lab_);
  const auto evaluated = evaluations(*lab_);
  const auto other = written(with(Laboratory::one_epoch(), "name = \"drawn\"", "name = \"seams\"")).string();
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
    ::testing::Values("seeds=[2]", "backbone.variant=\"50\"", "backbone.side=64",
                      "regularizer.plugin=gradreg_pim", "optimizer.name=adam", "optimizer.lr=0.02",
                      "optimizer.momentum=0.8", "optimizer.beta1=0.8", "optimizer.beta2=0.99",
                      "optimizer.eps=1e-7", "optimizer.weight_decay=0.01", "optimizer.clip_norm=1.0",
                      "optimizer.schedule=cosine", "optimizer.step_epochs=2", "optimizer.step_factor=0.5",
                      "optimizer.tail=0.5", "faces.crop=center", "faces.fraction=0.5", "faces.frames=1",
                      "faces.max_side=32", "train.epochs=3", "train.batch_size=4", "train.accumulate=2",
                      "train.frames_per_video=1", "train.balance=none", "train.balance=source",
                      "train.precision=bf16", "train.precision=tf32", "train.max_bad_steps=3",
                      "train.dataset.identities=5", "train.dataset.seed=1", "train.dataset.split=val",
                      "train.dataset.methods=[\"seam\"]", "train.dataset.side=64", "train.dataset.frames=3",
                      "validate.dataset.split=test", "validate.dataset.methods=[\"seam\"]",
                      "train.augmentations=[{plugin=\"horizontal_flip\"}]", "validate.select=last",
                      "validate.frames_per_video=1", "validate.dataset.identities=5",
                      "validate.augmentations=[{plugin=\"horizontal_flip\"}]"));

class PartOfARuleOfTraining : public Identity, public ::testing::WithParamInterface<const char*> {};

TEST_P(PartOfARuleOfTraining, MakesAnotherRun) {
  const Words rule{"--dry-run", "--set", "regularizer.plugin=gradreg_pim"};
  const auto one = lab_->run(rule);
  const auto other = lab_->run(rule + Words{"--set", GetParam()});
  ASSERT_TRUE(ended(one, 0));
  ASSERT_TRUE(ended(other, 0));
  EXPECT_NE(one.out, other.out) << "the same identity";
}

INSTANTIATE_TEST_SUITE_P(Keys, PartOfARuleOfTraining,
                         ::testing::Values("regularizer.r=0.2", "regularizer.alpha=0.5",
                                           "regularizer.norm=per_module", "regularizer.delta=instance",
                                           "regularizer.eps=1e-4", "regularizer.unbiased=true",
                                           "regularizer.detach_stats=true",
                                           "regularizer.segments=[\"layer1.0\"]", "regularizer.bn_stats=both",
                                           "regularizer.masks=fresh"));

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
  return fmt::format(
      "test=[{{name=\"drawn\",frames_per_video={},{}dataset={{plugin=\"procedural\",identities=4,frames=2,"
      "side=32,methods=[\"{}\"]}}}}]",
      frames, more, method);
}

INSTANTIATE_TEST_SUITE_P(Keys, PartOfATest,
                         ::testing::Values("faces.no_face=half", test_of(1, "seam", ""),
                                           test_of(2, "ghost", ""), test_of(2, "seam", "perturb={mean=1.2},"),
                                           test_of(2, "seam", "perturb={sigma=0.5},")));

}  // namespace
}  // namespace unseen
