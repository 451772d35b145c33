#include "experiment/experiment.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "experiment/toml_writer.hpp"
#include "experiment_folder.hpp"

namespace unseen {
namespace {

Experiment fixture(const std::vector<std::string>& set = {}) {
  return load_experiment(std::filesystem::path{UNSEEN_FIXTURES} / "experiment/cross_manipulation.toml", set);
}

TEST(Experiment, ReadsAWholeFile) {
  const auto experiment = fixture({"roots.ffpp=/data/ffpp"});
  EXPECT_EQ(experiment.name, "cross-manipulation");
  EXPECT_EQ(experiment.seeds, (std::vector<std::int64_t>{1, 2, 3}));
  ASSERT_EQ(experiment.cells.size(), 4U);
  EXPECT_EQ(experiment.table->rows, (std::vector<std::string>{"regularizer", "optimizer.lr"}));
  const auto& cell = experiment.cells[3];
  EXPECT_EQ(cell.labels, (std::vector<AxisLabel>{{"regularizer", "+PIM"}, {"optimizer.lr", "0.01"}}));
  EXPECT_EQ(cell.config.backbone.weights.filename(), "convnext_base.fb_in1k.safetensors");
  EXPECT_EQ(canonical_json(cell.config.backbone.plugin.params), R"({"side":224,"variant":"base"})");
  EXPECT_EQ(canonical_json(cell.config.regularizer.params), R"({"alpha":1.0,"r":0.1})");
  EXPECT_EQ(canonical_json(experiment.cells[0].config.regularizer.params), "{}");
  EXPECT_EQ(cell.config.optimizer.lr, 0.01);
  EXPECT_EQ(cell.config.faces.crop, "center");
  EXPECT_EQ(cell.config.train.dataset.root, "/data/ffpp");
  EXPECT_EQ(cell.config.validate.dataset->root, "/data/ffpp");
  EXPECT_EQ(cell.config.train.augmentations.at(0).plugin, "horizontal_flip");
  EXPECT_EQ(cell.config.tests.at(0).dataset.root_name, "celebdf");
  EXPECT_FALSE(cell.config.tests.at(0).perturb);
  EXPECT_EQ(cell.config.tests.at(1).perturb->sigma, 0.65);
}

TEST(Experiment, PrintsAsTomlThatLoadsAsTheSame) {
  const ExperimentFolder folder;
  const auto experiment = fixture({"train.epochs=3"});
  const auto again = folder.load(to_toml(experiment.document));
  EXPECT_EQ(again.document, experiment.document);
  EXPECT_EQ(again.hash, experiment.hash);
  const auto cell = folder.load(to_toml(experiment.cells[1].document));
  ASSERT_EQ(cell.cells.size(), 1U);
  EXPECT_EQ(cell.cells[0].config.optimizer.lr, 0.01);
  EXPECT_EQ(cell.cells[0].config.regularizer.plugin, "erm");
}

TEST(Experiment, HashesWhatTheFileSaysAndNotHow) {
  const ExperimentFolder folder;
  const auto plain = folder.load_least("epochs = 3\nworkers = 1\n").hash;
  EXPECT_EQ(plain.size(), 64U);
  EXPECT_EQ(folder.load_least("# a comment\n\nworkers=1\n  epochs   = 3 # here\n").hash, plain);
  EXPECT_EQ(folder.load_least("workers = 1\n", {"train.epochs=3"}).hash, plain);
  folder.write("base.toml", std::string{kLeast} + "epochs = 9\nworkers = 1\n");
  EXPECT_EQ(folder.load("extends = 'base.toml'\n[train]\nepochs = 3\n").hash, plain);
}

TEST(Experiment, HashesEveryKey) {
  const ExperimentFolder folder;
  std::set<std::string> hashes;
  for (const auto* more :
       {"", "epochs = 3\n", "epochs = 4\n", "workers = 3\n", "[checkpoint]\nkeep = 3\n",
        "[[sweep]]\naxis = 'train.epochs'\nvalues = [3]\n", "[faces]\nno_face = 'half'\n"}) {
    hashes.insert(folder.load_least(more).hash);
  }
  hashes.insert(folder.load_least("", {"name=other"}).hash);
  hashes.insert(folder.load_least("", {"description=other"}).hash);
  hashes.insert(folder.load_least("", {"seeds=[2]"}).hash);
  hashes.insert(folder.load_least("", {"regularizer.rho=2"}).hash);
  EXPECT_EQ(hashes.size(), 11U);
}

TEST(Experiment, KeepsItsHashWhileTrainingGivesTheSameNumbers) {
  // The plans of old databases are found by it.
  EXPECT_EQ(ExperimentFolder{}.load_least("").hash,
            "18af571341900fb2442add0466ef2314253201bd712fd8bf10aab636a7df2d47");
}

TEST(Experiment, HasOneSeedUnlessItNamesOthers) {
  const ExperimentFolder folder;
  EXPECT_EQ(folder.load_least("").seeds, std::vector<std::int64_t>{1});
  EXPECT_EQ(folder.load_least("", {"seeds=[5, 0]"}).seeds, (std::vector<std::int64_t>{5, 0}));
}

TEST(Experiment, RefusesSeedsThatAreNone) {
  for (const auto* seeds : {"[]", "3", "[1, 1]", "[-1]", "[1.0]", "['1']", "[[1]]"}) {
    EXPECT_TRUE(contains(ExperimentFolder{}.refusal_of_least("", {std::string{"seeds="} + seeds}), "seeds"));
  }
}

TEST(Experiment, RefusesANameThatIsNone) {
  for (const auto* name : {"''", "a/b", "'a b'", "ä", "3"}) {
    EXPECT_TRUE(
        contains(ExperimentFolder{}.refusal_of_least("", {std::string{"name="} + name}), "--set name="));
  }
  EXPECT_EQ(ExperimentFolder{}.load_least("", {"name=A-1_b.c"}).name, "A-1_b.c");
}

TEST(Experiment, NamesAMisspeltKeyBeforeWhatIsMissing) {
  EXPECT_TRUE(contains(ExperimentFolder{}.refusal("nmae = 'a'\n"),
                       "experiment.toml:1:1: unknown key \"nmae\"; did you mean \"name\"?"));
  EXPECT_TRUE(contains(
      ExperimentFolder{}.refusal("name = 'a'\nbackbone.plugin = 'b'\nregularizer.plugin = 'r'\n[train]\n"
                                 "datset = { plugin = 'x' }\n"),
      "experiment.toml:5:1: [train]: unknown parameter \"datset\"; did you mean \"dataset\"?"));
}

TEST(Experiment, KnowsItsFileAbsolutely) {
  const ExperimentFolder folder;
  EXPECT_EQ(folder.load_least("").file, folder.path() / "experiment.toml");
  EXPECT_TRUE(contains(input_error_of([&] { load_experiment(folder.path() / "none.toml"); }),
                       "none.toml: cannot be read"));
}

}  // namespace
}  // namespace unseen
