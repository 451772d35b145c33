#include "experiment/roots.hpp"

#include <gtest/gtest.h>

#include "experiment_folder.hpp"

namespace unseen {
namespace {

TEST(Roots, AreFoundInTheNearestListUpward) {
  const TemporaryFolder folder;
  folder.write("roots.toml", "ffpp = '/far'\nother = '/far'\n");
  folder.write("a/roots.toml", "ffpp = '/near'\nmine = 'data/mine/'\n");
  Roots roots{folder.path() / "a/b/c/x.toml", {}};
  EXPECT_EQ(roots.find("ffpp"), "/near");
  EXPECT_EQ(roots.find("mine"), folder.path() / "a/data/mine");
  EXPECT_EQ(roots.find("other"), std::nullopt);
}

TEST(Roots, OfTheCommandLineComeFirst) {
  const TemporaryFolder folder;
  folder.write("roots.toml", "ffpp = '/listed'\n");
  Roots roots{folder.path() / "sub/x.toml", {{"ffpp", "/given"}, {"cdf", "../cdf"}}};
  EXPECT_EQ(roots.find("ffpp"), "/given");
  EXPECT_EQ(roots.find("cdf"), folder.path() / "cdf");
}

TEST(Roots, RefuseAListOfAnythingButFolders) {
  const TemporaryFolder folder;
  folder.write("roots.toml", "\nffpp = 3\n");
  Roots roots{folder.path() / "x.toml", {}};
  EXPECT_TRUE(contains(input_error_of([&] { roots.find("ffpp"); }), "roots.toml:2:1: a folder is wanted"));
}

TEST(Roots, LeaveAnUnknownNameForPlanningToReport) {
  const ExperimentFolder folder;
  const auto dataset = folder
                           .load(
                               "name = 'a'\n[backbone]\nplugin = 'b'\n[regularizer]\nplugin = 'r'\n"
                               "[train]\ndataset = { plugin = 'x', root = '@nowhere_listed' }\n")
                           .cells.at(0)
                           .config.train.dataset;
  EXPECT_EQ(dataset.root_name, "nowhere_listed");
  EXPECT_TRUE(dataset.root.empty());
}

TEST(Roots, WrittenOutCountFromTheFileTheyStandIn) {
  const ExperimentFolder folder;
  folder.write("bases/base.toml",
               "name = 'base'\n[backbone]\nplugin = 'b'\nweights = 'w.pth'\n[regularizer]\nplugin = 'r'\n"
               "path = 'lib/r.so'\n[train]\ndataset = { plugin = 'x', root = '../data' }\n");
  const auto config =
      folder
          .load("extends = 'bases/base.toml'\n[validate]\ndataset = { plugin = 'x', root = 'here' }\n",
                {"backbone.side=3"})
          .cells.at(0)
          .config;
  EXPECT_EQ(config.backbone.weights, folder.path() / "bases/w.pth");
  EXPECT_EQ(config.regularizer.path, folder.path() / "bases/lib/r.so");
  EXPECT_EQ(config.train.dataset.root, folder.path() / "data");
  EXPECT_EQ(config.train.dataset.root_name, "");
  EXPECT_EQ(config.validate.dataset->root, folder.path() / "here");
}

TEST(Roots, OnACommandLineCountFromTheExperiment) {
  const ExperimentFolder folder;
  const auto config =
      folder.load_least("", {"backbone.weights=w.pth", "train.dataset.root=data"}).cells.at(0).config;
  EXPECT_EQ(config.backbone.weights, folder.path() / "w.pth");
  EXPECT_EQ(config.train.dataset.root, folder.path() / "data");
}

TEST(Roots, RefuseWhatIsNoName) {
  const ExperimentFolder folder;
  for (const auto* root : {"@", "@a/b", "@ffpp "}) {
    const auto error = folder.refusal_of_least("", {std::string{"train.dataset.root="} + root});
    EXPECT_TRUE(contains(error, "is no root's name"));
  }
}

TEST(Roots, LeaveTheHashAlone) {
  const ExperimentFolder folder;
  const std::string text = "[validate]\ndataset = { plugin = 'x', root = '@ffpp' }\n";
  EXPECT_EQ(folder.load_least(text, {"roots.ffpp=/a"}).hash, folder.load_least(text, {"roots.ffpp=/b"}).hash);
}

}  // namespace
}  // namespace unseen
