#include "experiment/sweep.hpp"

#include <gtest/gtest.h>

#include "experiment/toml_reader.hpp"
#include "experiment_folder.hpp"

namespace unseen {
namespace {

const std::string kTwoRegularizers = R"([[sweep]]
axis = "regularizer"
values = [
  { label = "ERM", set = { "regularizer.plugin" = "erm" } },
  { label = "SAM", set = { "regularizer.plugin" = "sam", "regularizer.rho" = 0.5 } },
]
)";

std::vector<std::string> labels_of(const std::string& values) {
  const auto axes = parse_sweep(parse_toml("[[sweep]]\naxis = 'a.b'\nvalues = " + values, "x.toml"));
  std::vector<std::string> labels;
  for (const auto& value : axes.at(0).values) labels.push_back(value.title());
  return labels;
}

TEST(Sweep, LabelsTheShortFormWithShortestTexts) {
  EXPECT_EQ(labels_of("[1e-3, 1e-2, 3, 0.1, 2.0, 1e22]"),
            (std::vector<std::string>{"0.001", "0.01", "3", "0.1", "2", "1e+22"}));
  EXPECT_EQ(labels_of("['sgd', true, false]"), (std::vector<std::string>{"sgd", "true", "false"}));
}

TEST(Sweep, TakesAllCombinationsTheFirstAxisSlowest) {
  const ExperimentFolder folder;
  const auto cells =
      folder.load_least(kTwoRegularizers + "[[sweep]]\naxis = 'optimizer.lr'\nvalues = [1, 2, 3]\n").cells;
  ASSERT_EQ(cells.size(), 6U);
  EXPECT_EQ(cells[0].labels, (std::vector<AxisLabel>{{"regularizer", "ERM"}, {"optimizer.lr", "1"}}));
  EXPECT_EQ(cells[1].labels, (std::vector<AxisLabel>{{"regularizer", "ERM"}, {"optimizer.lr", "2"}}));
  EXPECT_EQ(cells[5].labels, (std::vector<AxisLabel>{{"regularizer", "SAM"}, {"optimizer.lr", "3"}}));
  EXPECT_EQ(cells[5].config.regularizer.plugin, "sam");
  EXPECT_EQ(cells[5].config.optimizer.lr, 3.0);
  EXPECT_EQ(cells[0].config.regularizer.plugin, "erm");
}

TEST(Sweep, WithoutOneThereIsOneCell) {
  const auto experiment = ExperimentFolder{}.load_least("");
  ASSERT_EQ(experiment.cells.size(), 1U);
  EXPECT_TRUE(experiment.cells[0].labels.empty());
}

TEST(Sweep, StartsAnotherPluginFromItsDefaultsAndTheAxisOwnKeys) {
  const ExperimentFolder folder;
  const auto cells = folder
                         .load(R"(name = "a"
[backbone]
plugin = "b"
[regularizer]
plugin = "gradreg_pim"
r = 0.1
[train]
dataset = { plugin = "x", root = "here", split = "odd", methods = ["m"] }
[[sweep]]
axis = "rule"
values = [
  { label = "other", set = { "regularizer.rho" = 1, "regularizer.plugin" = "sam" } },
  { label = "same", set = { "regularizer.plugin" = "gradreg_pim", "regularizer.alpha" = 2 } },
  { label = "data", set = { "train.dataset.plugin" = "y" } },
]
)")
                         .cells;
  EXPECT_EQ(canonical_json(cells.at(0).config.regularizer.params), R"({"rho":1})");
  EXPECT_EQ(canonical_json(cells.at(1).config.regularizer.params), R"({"alpha":2,"r":0.1})");
  const auto& dataset = cells.at(2).config.train.dataset;
  EXPECT_EQ(canonical_json(dataset.plugin.params), "{}");
  EXPECT_TRUE(dataset.root.empty());
  EXPECT_EQ(dataset.split, "train");
}

TEST(Sweep, KeepsAnotherAxisKeyWhicheverAxisComesFirst) {
  const ExperimentFolder folder;
  const std::string rho = "[[sweep]]\naxis = 'regularizer.rho'\nvalues = [0.1]\n";
  const std::string plugin = "[[sweep]]\naxis = 'regularizer.plugin'\nvalues = ['sam']\n";
  for (const auto& text : {rho + plugin, plugin + rho}) {
    EXPECT_EQ(canonical_json(folder.load_least(text).cells.at(0).config.regularizer.params),
              R"({"rho":0.1})");
  }
}

TEST(Sweep, ReadsNestedTablesOfSetAsPaths) {
  const ExperimentFolder folder;
  const auto config = folder
                          .load_least(
                              "epochs = 7\n[[sweep]]\naxis = 'a'\nvalues = [{ label = 'x', set = { "
                              "train = { workers = 3 }, optimizer.lr = 1 } }]\n")
                          .cells.at(0)
                          .config;
  EXPECT_EQ(config.train.epochs, 7);
  EXPECT_EQ(config.train.workers, 3);
  EXPECT_EQ(config.optimizer.lr, 1.0);
}

TEST(Sweep, ReplacesWholeArrays) {
  const ExperimentFolder folder;
  const auto cells = folder
                         .load_least(
                             "augmentations = [{ plugin = 'flip' }]\n[[sweep]]\naxis = 'aug'\nvalues = [\n"
                             "{ label = 'none', set = { 'train.augmentations' = [] } },\n"
                             "{ label = 'flip', set = {} },\n"
                             "{ label = 'sbi', set = { 'train.augmentations' = [{ plugin = 'sbi' }] } }]\n")
                         .cells;
  EXPECT_TRUE(cells.at(0).config.train.augmentations.empty());
  EXPECT_EQ(cells.at(1).config.train.augmentations.at(0).plugin, "flip");
  EXPECT_EQ(cells.at(2).config.train.augmentations.at(0).plugin, "sbi");
}

TEST(Sweep, PointsAtTheValueWhoseKeyIsUnknown) {
  const ExperimentFolder folder;
  const auto error = folder.refusal_of_least(
      "[[sweep]]\naxis = 'a'\nvalues = [\n{ label = 'x', set = {} },\n"
      "{ label = 'y', set = { 'train.epoch' = 3 } }]\n");
  EXPECT_TRUE(contains(error, "experiment.toml:12:24: "));
  EXPECT_TRUE(contains(error, "did you mean \"epochs\"?"));
  EXPECT_TRUE(contains(error, "(in the cell a=y)"));
  const auto section = folder.refusal_of_least("[[sweep]]\naxis = 'trian.epochs'\nvalues = [1,\n2]\n");
  EXPECT_TRUE(contains(section, "experiment.toml:10:11: unknown key \"trian\"; did you mean \"train\"?"));
}

TEST(Sweep, PointsAtTheValueOfAWrongType) {
  const auto error =
      ExperimentFolder{}.refusal_of_least("[[sweep]]\naxis = 'train.epochs'\nvalues = [1,\n 'x']\n");
  EXPECT_TRUE(contains(error, "experiment.toml:11:2: "));
}

TEST(Sweep, RefusesALabelOrAxisTwice) {
  const ExperimentFolder folder;
  EXPECT_TRUE(contains(folder.refusal_of_least("[[sweep]]\naxis = 'train.epochs'\nvalues = [1, 2, 1]\n"),
                       "label \"1\" twice"));
  EXPECT_TRUE(contains(folder.refusal_of_least("[[sweep]]\naxis = 'optimizer.lr'\nvalues = [1, 1.0]\n"),
                       "label \"1\" twice"));
  EXPECT_TRUE(
      contains(folder.refusal_of_least(kTwoRegularizers + kTwoRegularizers), "\"regularizer\" stands twice"));
}

TEST(Sweep, RefusesTwoAxesThatSetOnePath) {
  const ExperimentFolder folder;
  const auto error = folder.refusal_of_least(kTwoRegularizers +
                                             "[[sweep]]\naxis = 'regularizer.plugin'\nvalues = ['gnp']\n");
  EXPECT_TRUE(contains(error, "\"regularizer.plugin\" is set here and"));
}

TEST(Sweep, RefusesWrongForms) {
  const ExperimentFolder folder;
  for (const auto* sweep :
       {"sweep = 3\n", "[[sweep]]\nvalues = [1]\n", "[[sweep]]\naxis = 'train.epochs'\n",
        "[[sweep]]\naxis = 'train.epochs'\nvalues = []\n", "[[sweep]]\naxis = ''\nvalues = [1]\n",
        "[[sweep]]\naxis = 'train.epochs'\nvalues = 3\n", "[[sweep]]\naxis = 'a..b'\nvalues = [1]\n",
        "[[sweep]]\naxis = 'train.epochs'\nvalues = [1]\nvalue = 3\n",
        "[[sweep]]\naxis = 'train.augmentations'\nvalues = [[]]\n",
        "[[sweep]]\naxis = 'a'\nvalues = [{ label = 'x' }]\n",
        "[[sweep]]\naxis = 'a'\nvalues = [{ set = {} }]\n",
        "[[sweep]]\naxis = 'a'\nvalues = [{ label = '', set = {} }]\n",
        "[[sweep]]\naxis = 'a'\nvalues = [{ label = 'x', set = {}, sets = {} }]\n",
        "[[sweep]]\naxis = 'a'\nvalues = [{ label = 3, set = {} }]\n"}) {
    SCOPED_TRACE(sweep);
    const auto text = std::string_view{sweep}.starts_with("sweep") ? std::string{sweep} + std::string{kLeast}
                                                                   : std::string{kLeast} + sweep;
    EXPECT_TRUE(contains(folder.refusal(text), "experiment.toml:"));
  }
}

TEST(Sweep, RefusesWhatBelongsToTheWholeExperiment) {
  const ExperimentFolder folder;
  for (const auto* path : {"name", "seeds", "table.metric", "description", "extends", "roots.x"}) {
    const auto error =
        folder.refusal_of_least(std::string{"[[sweep]]\naxis = '"} + path + "'\nvalues = ['x']\n");
    EXPECT_TRUE(contains(error, "belongs to the whole experiment"));
  }
  EXPECT_TRUE(contains(folder.refusal_of_least("[[sweep]]\naxis = 'test'\nvalues = [1]\n"),
                       "cannot be called \"test\""));
}

TEST(Sweep, RefusesToExplode) {
  std::string text;
  for (const auto* axis :
       {"optimizer.lr", "optimizer.momentum", "optimizer.tail", "optimizer.eps", "optimizer.beta1"}) {
    text += std::string{"[[sweep]]\naxis = '"} + axis + "'\nvalues = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]\n";
  }
  EXPECT_TRUE(contains(ExperimentFolder{}.refusal_of_least(text), "over 10000 combinations"));
}

TEST(Sweep, LeavesEachCellADocumentThatLoadsAsThatCell) {
  const auto experiment = ExperimentFolder{}.load_least(kTwoRegularizers + "[table]\nrows = 'regularizer'\n");
  for (const auto& cell : experiment.cells) {
    EXPECT_EQ(cell.document.find("sweep"), nullptr);
    EXPECT_EQ(cell.document.find("table"), nullptr);
    EXPECT_EQ(*cell.document.find("regularizer.plugin")->get<std::string>(), cell.config.regularizer.plugin);
  }
}

TEST(Sweep, MayNameSeveralAxesWhoseValuesStandTogether) {
  const auto cells = ExperimentFolder{}
                         .load_least(
                             "[[sweep]]\naxis = ['sum', 'ratio']\nvalues = [\n"
                             "{ label = ['1', '1:0'], set = { 'train.epochs' = 1 } },\n"
                             "{ label = ['1', '0:1'], set = { 'train.epochs' = 2 } },\n]\n")
                         .cells;
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[1].labels, (std::vector<AxisLabel>{{"sum", "1"}, {"ratio", "0:1"}}));
  EXPECT_EQ(cells[1].config.train.epochs, 2);
}

TEST(Sweep, WantsALabelForEachOfItsAxes) {
  const auto refusal = ExperimentFolder{}.refusal_of_least(
      "[[sweep]]\naxis = ['sum', 'ratio']\nvalues = [{ label = ['1'], set = { 'train.epochs' = 1 } }]\n");
  EXPECT_TRUE(
      contains(refusal, "the axis \"sum / ratio\" has 2 names, so that many labels are wanted, found 1"));
  EXPECT_TRUE(
      contains(ExperimentFolder{}.refusal_of_least("[[sweep]]\naxis = ['sum', 'ratio']\nvalues = [1]\n"),
               "needs a label"));
  EXPECT_TRUE(contains(ExperimentFolder{}.refusal_of_least("[[sweep]]\naxis = 'metric'\nvalues = [1]\n"),
                       "cannot be called \"metric\""));
}

}  // namespace
}  // namespace unseen
