#include "experiment/extends.hpp"

#include <gtest/gtest.h>

#include "experiment_folder.hpp"

namespace unseen {
namespace {

TEST(Extends, MergesTablesAndReplacesTheRest) {
  const TemporaryFolder folder;
  folder.write("base.toml", "name = 'base'\nseeds = [1, 2]\n[train]\nepochs = 5\nworkers = 1\n");
  const auto value =
      read_extended(folder.write("a.toml", "extends = 'base.toml'\nseeds = [3]\n[train]\nepochs = 9\n"));
  EXPECT_EQ(canonical_json(value), R"({"name":"base","seeds":[3],"train":{"epochs":9,"workers":1}})");
}

TEST(Extends, KeepsThePlaceOfEachPart) {
  const TemporaryFolder folder;
  folder.write("base.toml", "\n[train]\nepochs = 5\nworkers = 1\n");
  const auto file = folder.write("a.toml", "extends = 'base.toml'\n[train]\nepochs = 9\n");
  const auto value = read_extended(file);
  EXPECT_EQ(value.find("train.epochs")->source.text(), file.string() + ":3:1");
  EXPECT_EQ(value.find("train.workers")->source.text(), (folder.path() / "base.toml").string() + ":4:1");
}

TEST(Extends, ReplacesATableThatNamesAnotherPlugin) {
  const TemporaryFolder folder;
  folder.write("base.toml",
               "[regularizer]\nplugin = 'gradreg_pim'\nr = 0.1\n"
               "[train]\nepochs = 5\ndataset = { plugin = 'x', root = 'r' }\n");
  const auto other = read_extended(folder.write(
      "a.toml",
      "extends = 'base.toml'\n[regularizer]\nplugin = 'sam'\nrho = 1\n[train]\ndataset.plugin = 'y'\n"));
  EXPECT_EQ(canonical_json(other),
            R"({"regularizer":{"plugin":"sam","rho":1},"train":{"dataset":{"plugin":"y"},"epochs":5}})");
  const auto same = read_extended(
      folder.write("b.toml", "extends = 'base.toml'\n[regularizer]\nplugin = 'gradreg_pim'\nalpha = 1\n"));
  EXPECT_EQ(canonical_json(*same.find("regularizer")), R"({"alpha":1,"plugin":"gradreg_pim","r":0.1})");
}

TEST(Extends, InheritsOverSeveralFilesAndFolders) {
  const TemporaryFolder folder;
  folder.write("root.toml", "a = 1\nb = 1\nc = 1\n");
  folder.write("x/middle.toml", "extends = '../root.toml'\nb = 2\nc = 2\n");
  const auto value = read_extended(folder.write("y/leaf.toml", "extends = '../x/middle.toml'\nc = 3\n"));
  EXPECT_EQ(canonical_json(value), R"({"a":1,"b":2,"c":3})");
}

TEST(Extends, RefusesACircle) {
  const TemporaryFolder folder;
  folder.write("a.toml", "extends = 'sub/b.toml'\n");
  folder.write("sub/b.toml", "x = 1\nextends = '../a.toml'\n");
  const auto error = input_error_of([&] { read_extended(folder.path() / "a.toml"); });
  EXPECT_TRUE(contains(error, "sub/b.toml:2:1: "));
  EXPECT_TRUE(contains(error, "circle"));
  const auto self = folder.write("self.toml", "extends = 'self.toml'\n");
  EXPECT_TRUE(contains(input_error_of([&] { read_extended(self); }), "circle"));
}

TEST(Extends, NamesABaseThatIsNotThere) {
  const TemporaryFolder folder;
  const auto file = folder.write("a.toml", "\nextends = 'none.toml'\n");
  const auto error = input_error_of([&] { read_extended(file); });
  EXPECT_TRUE(contains(error, "a.toml:2:1: extends = \"none.toml\": there is no "));
  const auto wrong = folder.write("b.toml", "extends = 3\n");
  EXPECT_TRUE(contains(input_error_of([&] { read_extended(wrong); }), "b.toml:1:1: "));
}

TEST(Extends, LeavesAnExperimentWhole) {
  const ExperimentFolder folder;
  folder.write("base.toml", kLeast);
  const auto experiment = folder.load("extends = 'base.toml'\nname = 'child'\n[train]\nepochs = 3\n");
  EXPECT_EQ(experiment.name, "child");
  EXPECT_EQ(experiment.cells.at(0).config.train.epochs, 3);
  EXPECT_EQ(experiment.cells.at(0).config.train.dataset.plugin.plugin, "drawn");
}

}  // namespace
}  // namespace unseen
