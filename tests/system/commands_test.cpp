// The commands around a run: cleaning up, plugins, the program itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

TEST(Gc, DeletesWhatFailedAndNothingElse) {
  const Laboratory lab{Laboratory::one_epoch()};
  ASSERT_TRUE(ended(lab.run(), 0));
  ASSERT_TRUE(ended(lab.run({"--set", "optimizer.lr=1e30", "--set", "train.max_bad_steps=0"}), 1));
  const auto good = lab.value("SELECT run_id FROM v_runs WHERE state = 'finished'");
  const auto bad = lab.value("SELECT run_id FROM v_runs WHERE state = 'failed'");
  ASSERT_NE(bad, "");
  fs::create_directories(lab.folder().path() / "results" / "runs" / bad);

  const auto listed = lab.unseen({"gc"});
  ASSERT_TRUE(ended(listed, 0));
  EXPECT_TRUE(says(listed.out, bad));
  EXPECT_FALSE(says(listed.out, good));
  EXPECT_EQ(lab.value("SELECT count(*) FROM v_runs"), "2") << "deleted without --yes";

  ASSERT_TRUE(ended(lab.unseen({"gc", "--yes"}), 0));
  EXPECT_EQ(lab.rows("SELECT run_id FROM v_runs"), std::vector<Words>{{good}});
  EXPECT_FALSE(fs::exists(lab.folder().path() / "results" / "runs" / bad));
  EXPECT_TRUE(fs::exists(lab.folder().path() / "results" / "runs" / good));
  EXPECT_TRUE(ended(lab.table(), 0));
}

TEST(New, WritesTheSkeletonOfAPlugin) {
  const Laboratory lab;
  const auto written = lab.unseen({"new", "regularizer", "my_rule"});
  ASSERT_TRUE(ended(written, 0));
  EXPECT_EQ(written.out, "my_rule/CMakeLists.txt\nmy_rule/my_rule.cpp\n");
  EXPECT_TRUE(says(content(lab.folder().path() / "my_rule" / "my_rule.cpp"),
                   "UNSEEN_PLUGIN(Regularizer, MyRule, \"my_rule\")"));
  EXPECT_TRUE(says(content(lab.folder().path() / "my_rule" / "CMakeLists.txt"),
                   "unseen_add_plugin(regularizer my_rule my_rule.cpp)"));
  EXPECT_TRUE(ended(lab.unseen({"new", "regularizer", "my_rule"}), 2)) << "it wrote over what is there";
  EXPECT_TRUE(ended(lab.unseen({"new", "regularizer", "../my_rule"}), 2));
  EXPECT_TRUE(ended(lab.unseen({"new", "car", "my_rule"}), 2));
}

TEST(Plugins, AreListedAndDescribed) {
  const Laboratory lab;
  const auto all = lab.unseen({"plugins"});
  ASSERT_TRUE(ended(all, 0));
  for (const auto* name :
       {"resnet", "erm", "gradreg_pim", "procedural", "image_folder", "faceforensics", "celebdf", "dfdc",
        "dfdcp", "wilddeepfake", "dfb_prepared", "video_folder", "horizontal_flip"}) {
    EXPECT_TRUE(says(all.out, name));
    EXPECT_TRUE(ended(lab.unseen({"plugins", name}), 0)) << name;
  }
  const auto one = lab.unseen({"plugins", "gradreg_pim"});
  for (const auto* option :
       {"r", "alpha", "norm", "delta", "eps", "unbiased", "detach_stats", "segments", "bn_stats", "masks"}) {
    EXPECT_TRUE(says(one.out, std::string{"\n  "} + option + " ")) << option;
  }
  const auto unknown = lab.unseen({"plugins", "gradreg_pin"});
  EXPECT_TRUE(ended(unknown, 2));
  EXPECT_TRUE(says(unknown.err, "did you mean \"gradreg_pim\""));
}

TEST(Doctor, FindsNothingWrongWithAndWithoutResults) {
  const Laboratory lab{Laboratory::one_epoch()};
  const auto before = lab.unseen({"doctor"});
  EXPECT_TRUE(ended(before, 0));
  EXPECT_TRUE(std::regex_search(before.out, std::regex{"ok +sgemm_ lies in +[^\n]*libtorch_cpu\\.so"}))
      << before.out;
  EXPECT_FALSE(says(before.out, "BAD"));
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto after = lab.unseen({"doctor"});
  EXPECT_TRUE(ended(after, 0));
  EXPECT_TRUE(says(after.out, "1 runs"));
}

TEST(Version, IsOneLineThatNamesTheBuild) {
  const Laboratory lab;
  const auto version = lab.unseen({"--version"});
  ASSERT_TRUE(ended(version, 0));
  EXPECT_TRUE(says(version.out, "unseen 0."));
  EXPECT_TRUE(says(version.out, "libtorch=2.11"));
  EXPECT_EQ(std::count(version.out.begin(), version.out.end(), '\n'), 1);
}

TEST(Help, HasAnExampleForEveryCommand) {
  const Laboratory lab;
  const auto all = lab.unseen({"--help"});
  ASSERT_TRUE(ended(all, 0));
  for (const auto* command :
       {"run", "evaluate", "ls", "show", "query", "table", "gc", "doctor", "plugins", "dataset", "new"}) {
    EXPECT_TRUE(says(all.out, command));
    const auto help = lab.unseen({command, "--help"});
    EXPECT_TRUE(ended(help, 0)) << command;
    EXPECT_TRUE(says(help.out, std::string{"Example: unseen "} + command));
  }
}

}  // namespace
}  // namespace unseen
