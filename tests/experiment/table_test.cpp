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
  EXPECT_EQ(table->metric, "video_eer");
  EXPECT_EQ(table->caption, "Rates");
}

TEST(Table, HasTestsForColumnsUnlessTheyAreRows) {
  const ExperimentFolder folder;
  EXPECT_FALSE(folder.load_least(kSwept).table);
  EXPECT_EQ(folder.load_least(kSwept + "[table]\nrows = ['optimizer.lr']\n").table->columns,
            std::vector<std::string>{"test"});
  const auto turned = folder.load_least(kSwept + "[table]\nrows = ['test', 'optimizer.lr']\n").table;
  EXPECT_TRUE(turned->columns.empty());
  EXPECT_EQ(turned->metric, "video_auc");
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

}  // namespace
}  // namespace unseen
