#include <gtest/gtest.h>

#include "experiment_folder.hpp"

namespace unseen {
namespace {

const std::string kSwept = R"([[test]]
name = "A"
dataset = { plugin = "x" }
[[test]]
name = "B"
dataset = { plugin = "x" }
[[sweep]]
axis = "optimizer.lr"
values = [1, 2]
[[sweep]]
axis = "train.epochs"
values = [1]
)";

TEST(Table, NamesItsAxes) {
  const auto table =
      ExperimentFolder{}
          .load_least(
              kSwept +
              "[table]\nrows = 'optimizer.lr'\ncolumns = ['train.epochs', 'test']\nmetric = 'video_eer'\n"
              "caption = 'Rates'\n")
          .table;
  ASSERT_TRUE(table);
  EXPECT_EQ(table->rows, std::vector<std::string>{"optimizer.lr"});
  EXPECT_EQ(table->columns, (std::vector<std::string>{"train.epochs", "test"}));
  EXPECT_EQ(table->metrics, std::vector<std::string>{"video_eer"});
  EXPECT_EQ(table->caption, "Rates");
}

TEST(Table, HasTestsForColumnsUnlessTheyAreRows) {
  const ExperimentFolder folder;
  EXPECT_FALSE(folder.load_least(kSwept).table);
  EXPECT_EQ(folder.load_least(kSwept + "[table]\nrows = ['optimizer.lr']\n").table->columns,
            std::vector<std::string>{"test"});
  const auto turned = folder.load_least(kSwept + "[table]\nrows = ['test', 'optimizer.lr']\n").table;
  EXPECT_TRUE(turned->columns.empty());
  EXPECT_EQ(turned->metrics, std::vector<std::string>{"video_auc"});
}

TEST(Table, RefusesToLeaveOutWhatVaries) {
  const ExperimentFolder folder;
  const auto axis = folder.refusal_of_least(kSwept + "[table]\nrows = 'train.epochs'\n");
  EXPECT_TRUE(
      contains(axis, "experiment.toml:20:2: [table] names \"optimizer.lr\" nowhere, which has 2 values"));
  const auto tests =
      folder.refusal_of_least(kSwept + "[table]\nrows = 'optimizer.lr'\ncolumns = 'train.epochs'\n");
  EXPECT_TRUE(contains(tests, "names \"test\" nowhere, which has 2 values"));
}

TEST(Table, RefusesWhatIsNoAxis) {
  const ExperimentFolder folder;
  const auto error = folder.refusal_of_least(kSwept + "[table]\nrows = 'optimizer.rl'\n");
  EXPECT_TRUE(contains(error, "experiment.toml:21:1: "));
  EXPECT_TRUE(contains(error, "did you mean \"optimizer.lr\"?"));
}

TEST(Table, RefusesWrongForms) {
  const ExperimentFolder folder;
  for (const auto* table :
       {"[table]\nrows = 3\n", "[table]\nrows = [3]\n", "[table]\nrow = 'optimizer.lr'\n",
        "[table]\nrows = ['optimizer.lr', 'optimizer.lr']\n",
        "[table]\nrows = 'optimizer.lr'\ncolumns = ['test', 'optimizer.lr']\n",
        "[table]\nrows = 'optimizer.lr'\nmetric = 'auc'\n", "[[table]]\nrows = 'optimizer.lr'\n"}) {
    SCOPED_TRACE(table);
    EXPECT_TRUE(contains(folder.refusal_of_least(kSwept + table), "experiment.toml:"));
  }
}

TEST(Table, TakesSeveralMetricsADifferenceTitlesAndPublishedNumbers) {
  const ExperimentFolder folder;
  const auto table =
      folder
          .load_least(kSwept +
                      "[table]\nrows = ['optimizer.lr', 'test']\nmetric = ['video_auc', 'video_ap']\n"
                      "difference = { axis = 'test', from = 'A' }\ntitles = { test = 'T' }\n"
                      "best = []\npercent = false\naverage = false\npublished = 'p.csv'\n")
          .table.value();
  EXPECT_EQ(table.columns, std::vector<std::string>{"metric"}) << "where it stands unless named";
  EXPECT_EQ(table.difference, (AxisLabel{"test", "A"}));
  EXPECT_EQ(table.titles.at("test"), "T");
  EXPECT_TRUE(table.best && table.best->empty());
  EXPECT_FALSE(table.percent || table.average);
  EXPECT_TRUE(table.published.is_absolute());
  EXPECT_EQ(table.published.filename(), "p.csv");
}

TEST(Table, NamesTheNearestOfWhatItDoesNotKnow) {
  const ExperimentFolder folder;
  const auto refusal = [&](const std::string& line) {
    return folder.refusal_of_least(kSwept + "[table]\nrows = 'optimizer.lr'\n" + line + "\n");
  };
  EXPECT_TRUE(contains(refusal("metric = 'video_acu'"), "did you mean \"video_auc\"?"));
  EXPECT_TRUE(contains(refusal("metric = ['video_auc', 'video_auc']"), "each once"));
  EXPECT_TRUE(contains(refusal("best = 'los'"), "\"los\" is no axis"));
  EXPECT_TRUE(contains(refusal("difference = { axis = 'tset', from = 'A' }"), "did you mean \"test\"?"));
  EXPECT_TRUE(contains(refusal("titles = { tset = 'A' }"), "did you mean \"test\"?"));
}

}  // namespace
}  // namespace unseen
