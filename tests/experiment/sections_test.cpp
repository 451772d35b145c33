#include <gtest/gtest.h>

#include "experiment_folder.hpp"

namespace unseen {
namespace {

struct BadLine {
  const char* text;     ///< goes below the least experiment, whose 7 lines end in [train]
  const char* message;  ///< a part of the refusal
};

class RefusedLine : public ::testing::TestWithParam<BadLine> {};

TEST_P(RefusedLine, IsNamedWithItsPlaceAndRemedy) {
  const auto error = ExperimentFolder{}.refusal_of_least(GetParam().text);
  EXPECT_TRUE(contains(error, "experiment.toml:"));
  EXPECT_TRUE(contains(error, GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Train, RefusedLine,
    ::testing::Values(
        BadLine{"epochs = 'x'\n", "experiment.toml:8:1: [train]: parameter \"epochs\" wants an integer"},
        BadLine{"epochs = 1.5\n", "wants an integer"}, BadLine{"epochs = 0\n", "1 to 1000000000"},
        BadLine{"epochs = true\n", "wants an integer, found a boolean"},
        BadLine{"epoch = 3\n", "did you mean \"epochs\"?"}, BadLine{"batch_size = 0\n", "batch_size"},
        BadLine{"batch_size = 63\n", "63 is odd"}, BadLine{"accumulate = 0\n", "accumulate"},
        BadLine{"frames_per_video = 0\n", "frames_per_video"},
        BadLine{"balance = 'method'\n", "class | none | source"},
        BadLine{"precision = 'fp16'\n", "fp32 | tf32 | bf16"},
        BadLine{"device = 'gpu'\n", "wanted auto, cpu, cuda or cuda:N"},
        BadLine{"device = 'cuda:'\n", "cuda:N"}, BadLine{"device = 'cuda:-1'\n", "cuda:N"},
        BadLine{"workers = -1\n", "workers"}, BadLine{"recompute = 1\n", "wants true or false"},
        BadLine{"max_bad_steps = -1\n", "max_bad_steps"},
        BadLine{"augmentations = { plugin = 'x' }\n", "an array of tables"},
        BadLine{"augmentations = [{ p = 1 }]\n", "parameter \"plugin\" is required"},
        BadLine{"augmentations = ['flip']\n", "wants a table"}));

INSTANTIATE_TEST_SUITE_P(
    Others, RefusedLine,
    ::testing::Values(
        BadLine{"[optimizer]\nname = 'sdg'\n", "sgd | adam | adamw"}, BadLine{"[optimizer]\nlr = -1\n", "lr"},
        BadLine{"[optimizer]\nmomentum = 1.5\n", "0 to 1"},
        BadLine{"[optimizer]\nweight_decay = -1\n", ">= 0"}, BadLine{"[optimizer]\nclip_norm = -1\n", ">= 0"},
        BadLine{"[optimizer]\nschedule = 'poly'\n", "linear_tail"},
        BadLine{"[optimizer]\nbeta2 = 2\n", "beta2"},
        BadLine{"[optimizer]\nstep_epochs = 0\n", "step_epochs"}, BadLine{"[optimizer]\ntail = 2\n", "tail"},
        BadLine{"[optimizer]\nlearning_rate = 2\n", "known: "},
        BadLine{"[faces]\ndetector = 'dlib'\n", "detector"},
        BadLine{"[faces]\ncrop = 'sbi'\n", "whole | center"}, BadLine{"[faces]\nfraction = 0\n", "fraction"},
        BadLine{"[faces]\nframes = 0\n", "frames"}, BadLine{"[faces]\nmax_side = -1\n", "max_side"},
        BadLine{"[faces]\nno_face = 'zero'\n", "exclude | half"},
        BadLine{"[checkpoint]\nevery = 0\n", "every"}, BadLine{"[checkpoint]\nkeep = 0\n", "keep"},
        BadLine{"[checkpoint]\nkept = 1\n", "did you mean \"keep\"?"},
        BadLine{"[validate]\nselect = 'best_auc'\n", "needs a dataset"},
        BadLine{"[validate]\nselect = 'best'\n", "best_auc | last"},
        BadLine{"[validate]\ndataset = 'x'\n", "wants a table"},
        BadLine{"[validate]\ndatset = {}\n", "did you mean \"dataset\"?"},
        BadLine{"[[test]]\nnme = 'x'\n", "did you mean \"name\"?"},
        BadLine{"[[test]]\ndataset = { plugin = 'x' }\n", "name: is required"},
        BadLine{"[[test]]\nname = ''\ndataset = { plugin = 'x' }\n", "name: is required"},
        BadLine{"[[test]]\nname = 'x'\n", "dataset: is required"},
        BadLine{"[[test]]\nname = 'x'\ndataset = { plugin = 'x' }\n[[test]]\nname = 'x'\ndataset = { plugin "
                "= 'x' }\n",
                "experiment.toml:11:1: two tests are called \"x\""},
        BadLine{"[[test]]\nname = 'x'\ndataset = { plugin = 'x' }\nperturb = { means = 1 }\n",
                "did you mean \"mean\"?"},
        BadLine{"[[test]]\nname = 'x'\ndataset = { plugin = 'x' }\nperturb = { sigma = -1 }\n", "sigma"},
        BadLine{"[[test]]\nname = 'x'\ndataset = { plugin = '' }\n", "is no plugin's name"},
        BadLine{"[[test]]\nname = 'x'\ndataset = { plugin = '../x' }\n", "is no plugin's name"},
        BadLine{"[test]\nname = 'x'\n", "an array of tables"},
        BadLine{"[optimiser]\nlr = 1\n", "did you mean \"optimizer\"?"},
        BadLine{"[roots]\nffpp = '/x'\n", "unknown key \"roots\""}));

TEST(Sections, HaveTheDefaultsOfTheHeader) {
  const auto config = ExperimentFolder{}.load_least("").cells.at(0).config;
  EXPECT_EQ(config.optimizer.lr, 1e-3);
  EXPECT_EQ(config.optimizer.schedule, "linear_tail");
  EXPECT_EQ(config.faces.detector, "none");
  EXPECT_EQ(config.train.batch_size, 64);
  EXPECT_EQ(config.train.balance, "class");
  EXPECT_EQ(config.train.dataset.split, "train");
  EXPECT_EQ(config.checkpoint.keep, 2);
  EXPECT_EQ(config.validate.select, "last");
  EXPECT_FALSE(config.validate.dataset);
  EXPECT_TRUE(config.tests.empty());
  EXPECT_TRUE(config.backbone.weights.empty());
}

TEST(Sections, ChooseTheSplitByPlace) {
  const auto config = ExperimentFolder{}
                          .load_least(
                              "[validate]\ndataset = { plugin = 'x' }\n[[test]]\nname = 't'\n"
                              "dataset = { plugin = 'x' }\n[[test]]\nname = 'u'\n"
                              "dataset = { plugin = 'x', split = 'all' }\n")
                          .cells.at(0)
                          .config;
  EXPECT_EQ(config.validate.dataset->split, "val");
  EXPECT_EQ(config.validate.select, "best_auc");
  EXPECT_EQ(config.tests.at(0).dataset.split, "test");
  EXPECT_EQ(config.tests.at(0).frames_per_video, 32);
  EXPECT_EQ(config.tests.at(1).dataset.split, "all");
}

TEST(Sections, TakeAnIntegerForANumber) {
  EXPECT_EQ(ExperimentFolder{}.load_least("[optimizer]\nlr = 1\n").cells.at(0).config.optimizer.lr, 1.0);
}

TEST(Sections, LetAnOddBatchBeWithoutBalance) {
  EXPECT_EQ(ExperimentFolder{}
                .load_least("batch_size = 63\nbalance = 'none'\n")
                .cells.at(0)
                .config.train.batch_size,
            63);
}

TEST(Sections, LeavePluginsTheirKeysWithTheirPlaces) {
  const ExperimentFolder folder;
  const auto config = folder
                          .load(
                              "name = 'a'\n[backbone]\nplugin = 'b'\nweights = 'w'\nside = 3\n[regularizer]\n"
                              "plugin = 'r'\nanything = { at = ['all'] }\n[train]\n"
                              "dataset = { plugin = 'x', root = '/r', split = 's', methods = ['m'] }\n")
                          .cells.at(0)
                          .config;
  EXPECT_EQ(canonical_json(config.backbone.plugin.params), R"({"side":3})");
  EXPECT_EQ(config.backbone.plugin.params.find("side")->source.line, 5);
  EXPECT_EQ(canonical_json(config.regularizer.params), R"({"anything":{"at":["all"]}})");
  EXPECT_EQ(canonical_json(config.train.dataset.plugin.params), R"({"methods":["m"]})");
  EXPECT_EQ(config.train.dataset.plugin.source.line, 10);
}

TEST(Sections, SaySoWhenOneIsMissing) {
  const ExperimentFolder folder;
  EXPECT_TRUE(
      contains(folder.refusal(""), "experiment.toml:1:1: the experiment: parameter \"name\" is required"));
  EXPECT_TRUE(contains(folder.refusal("name = 'a'\n"), "experiment.toml:1:1: [backbone] is required"));
  EXPECT_TRUE(contains(folder.refusal("name = 'a'\nbackbone.plugin = 'b'\n"), "[regularizer] is required"));
  EXPECT_TRUE(contains(folder.refusal("name = 'a'\nbackbone.plugin = 'b'\nregularizer.plugin = 'r'\n"),
                       "experiment.toml:1:1: [train].dataset: is required"));
  EXPECT_TRUE(contains(folder.refusal("name = 'a'\nbackbone = 'b'\n"), "[backbone]: wants a table"));
}

TEST(DatasetTable, MayDemandCompleteness) {
  const ExperimentFolder folder;
  const auto dataset = [&](const std::string& keys) {
    const auto text = "[validate]\ndataset = { plugin = 'x'" + keys + " }\n";
    return *folder.load_least(text).cells.at(0).config.validate.dataset;
  };
  EXPECT_FALSE(dataset("").require_complete);
  const auto demanding = dataset(", require_complete = true, release = 'test'");
  EXPECT_TRUE(demanding.require_complete);
  EXPECT_EQ(canonical_json(demanding.plugin.params), R"({"release":"test"})")
      << "the core's key reached the plugin";
  EXPECT_TRUE(contains(input_error_of([&] { dataset(", require_complete = 'yes'"); }), "require_complete"));
}

}  // namespace
}  // namespace unseen
