// `unseen evaluate EXPERIMENT`: what the file gained since it was trained is tested, and nothing is trained.
#include <gtest/gtest.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

/// Writes the experiment's file anew with one more [[test]].
void gain_a_test(const Laboratory& lab) {
  lab.folder().write("experiments/tiny.toml", with(Laboratory::one_epoch(), "[table]", R"([[test]]
name = "blurred"
frames_per_video = 2
dataset = { plugin = "procedural", identities = 4, frames = 2, side = 32, methods = ["lowpass"] }

[table])"));
}

std::string finished_test(const Laboratory& lab, const std::string& name) {
  return lab.value("SELECT evaluation_id FROM evaluation WHERE state = 'finished' AND test = '" + name + "'");
}

std::string auc(const Laboratory& lab, const std::string& test) {
  return lab.value("SELECT value FROM v_final WHERE metric = 'video_auc' AND test = '" + test + "'");
}

TEST(Evaluate, TestsWhatTheFileGainedAndNothingElse) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto before = trained(lab);
  const auto old = finished_test(lab, "drawn");
  const auto written = fs::last_write_time(lab.checkpoint("best.safetensors"));
  gain_a_test(lab);

  const auto evaluated = lab.on_experiment("evaluate");
  ASSERT_TRUE(ended(evaluated, 0));
  EXPECT_TRUE(says(evaluated.out, "blurred\tvideo_auc\t"));
  EXPECT_TRUE(says(evaluated.err, "test blurred:"));
  EXPECT_FALSE(says(evaluated.err, "test drawn:")) << "tested again";
  EXPECT_EQ(finished_test(lab, "drawn"), old);
  EXPECT_EQ(evaluations(lab), 2);
  EXPECT_EQ(trained(lab), before);
  EXPECT_EQ(fs::last_write_time(lab.checkpoint("best.safetensors")), written);
  EXPECT_TRUE(says(lab.table().out, "blurred"));
  EXPECT_NE(auc(lab, "blurred"), "");

  ASSERT_TRUE(ended(lab.on_experiment("evaluate"), 0));
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_EQ(evaluations(lab), 2) << "`run` and `evaluate` do not know each other's tests";
}

TEST(Evaluate, TestsAgainWithForceAndTrainsNothing) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto before = trained(lab);
  const auto old = finished_test(lab, "drawn");
  const auto value = auc(lab, "drawn");

  ASSERT_TRUE(ended(lab.on_experiment("evaluate", {"--force"}), 0));
  const auto next = finished_test(lab, "drawn");
  EXPECT_NE(next, "");
  EXPECT_NE(next, old) << "not tested again";
  EXPECT_EQ(lab.value("SELECT state FROM evaluation WHERE evaluation_id = '" + old + "'"), "superseded");
  EXPECT_EQ(trained(lab), before);
  EXPECT_EQ(lab.rows("SELECT value FROM v_final WHERE metric = 'video_auc'"), std::vector<Words>{{value}})
      << "the same weights on the same pictures";
}

TEST(Evaluate, TrainsNothingThatWasNeverTrained) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0));
  const auto evaluated = lab.on_experiment("evaluate", {"--force"});
  EXPECT_TRUE(ended(evaluated, 1));
  EXPECT_TRUE(says(evaluated.err, "`unseen run` trains it"));
  EXPECT_EQ(lab.value("SELECT count(*) FROM run"), "0");
  EXPECT_FALSE(fs::exists(lab.folder().path() / "results" / "runs"));
}

}  // namespace
}  // namespace unseen
