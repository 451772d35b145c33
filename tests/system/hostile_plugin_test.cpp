// A plugin that must not be opened, met by the commands: it is refused before anything is begun. Opening one
// of these fixtures ends the process with exit code 77.
#include <gtest/gtest.h>

#include "laboratory.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

fs::path fixture(const std::string& name) { return fs::path{UNSEEN_HOSTILE} / (name + ".so"); }

std::string with_rule(const std::string& name) {
  return with(Laboratory::one_epoch(), "plugin = \"erm\"",
              "plugin = \"" + name + "\"\npath = \"" + fixture(name).string() + "\"");
}

/// That `run` of `lab` is refused in words that hold all `parts`, and that nothing was begun.
void expect_refused(const Laboratory& lab, const Finished& run, const Words& parts) {
  EXPECT_TRUE(ended(run, 2));
  for (const auto& part : parts) EXPECT_TRUE(says(run.err, part));
  EXPECT_EQ(run.out, "");
  EXPECT_FALSE(fs::exists(lab.folder().path() / "results" / "runs"));
}

TEST(StalePlugin, IsNamedWithTheRemedyAndLeavesNoRun) {
  const Laboratory lab{with_rule("stale")};
  expect_refused(lab, lab.run(),
                 {fixture("stale").string(), "rebuild it against this install",
                  "wanted: unseen-plugin sdk=", "found:  unseen-plugin sdk=00000000"});
  EXPECT_FALSE(fs::exists(lab.database()));
}

TEST(StalePlugin, InAUsersFolderLeavesNoRunAmongTheOthers) {
  Laboratory lab{Laboratory::one_epoch()};
  const auto stale = lab.folder().path() / "mine" / "regularizers" / "stale.so";
  fs::create_directories(stale.parent_path());
  fs::copy(fixture("stale"), stale);
  lab.set_environment("UNSEEN_PLUGIN_PATH", (lab.folder().path() / "mine").string());

  ASSERT_TRUE(ended(lab.run({"--dry-run", "--plan"}), 0)) << "an experiment that does not use it";
  expect_refused(lab, lab.run({"--set", "regularizer.plugin=stale"}),
                 {stale.string(), "rebuild it against this install"});
  EXPECT_EQ(lab.value("SELECT count(*) FROM run"), "0");
  EXPECT_TRUE(ended(lab.unseen({"plugins"}), 0)) << "one bad file hides all others";
  EXPECT_TRUE(ended(lab.unseen({"plugins", "erm"}), 0));
  EXPECT_TRUE(ended(lab.unseen({"plugins", "stale"}), 2));
}

TEST(ForeignLibrary, IsNamedAndLeavesNoRun) {
  const Laboratory lab{with_rule("foreign")};
  expect_refused(lab, lab.run(), {fixture("foreign").string(), "carries no build stamp"});
  EXPECT_FALSE(fs::exists(lab.database()));
}

Laboratory with_picky(const std::string& options) {
  return Laboratory{with(Laboratory::one_epoch(), "workers = 1",
                         "workers = 1\naugmentations = [{ plugin = \"picky\", path = \"" +
                             fixture("picky").string() + "\"" + options + " }]")};
}

TEST(PickyAugmentation, IsGivenOtherItemsAndTheRunSaysWhich) {
  const auto lab = with_picky("");
  ASSERT_TRUE(ended(lab.run(), 0));
  const auto told =
      lab.rows("SELECT text FROM event WHERE text LIKE 'another item taken for %: frame 0: not this one'");
  EXPECT_EQ(told.size(), 4U) << "the first frames of four real videos, once each";
}

TEST(PickyAugmentation, LeavesItsItemsOutOfAValidation) {
  const Laboratory lab{with(Laboratory::one_epoch(), "[validate]\n",
                            "[validate]\naugmentations = [{ plugin = \"picky\", path = \"" +
                                fixture("picky").string() + "\" }]\n")};
  ASSERT_TRUE(ended(lab.run(), 0));
  EXPECT_EQ(lab.rows("SELECT text FROM event WHERE text LIKE 'left out: %: frame 0: not this one'").size(),
            4U);
  EXPECT_EQ(lab.rows("SELECT text FROM event WHERE text LIKE 'another item taken%'").size(), 0U);
}

TEST(PickyAugmentation, ThatRefusesEverySampleFailsTheRun) {
  const auto lab = with_picky(", all = true");
  const auto run = lab.run();
  EXPECT_TRUE(ended(run, 1));
  EXPECT_TRUE(says(run.err, "not this one"));
  EXPECT_EQ(lab.value("SELECT state FROM v_runs"), "failed");
}

}  // namespace
}  // namespace unseen
