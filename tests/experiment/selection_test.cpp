#include "experiment/selection.hpp"

#include <gtest/gtest.h>

#include "experiment_folder.hpp"

namespace unseen {
namespace {

using Indices = std::vector<std::size_t>;

// Cells 0 to 5: ERM 1, ERM 2, ERM a=b, SAM 1, SAM 2, SAM a=b.
Experiment swept() {
  return ExperimentFolder{}.load_least(R"([[sweep]]
axis = "rule"
values = [{ label = "ERM", set = {} }, { label = "SAM", set = { "regularizer.plugin" = "sam" } }]
[[sweep]]
axis = "train.epochs"
values = [1, 2, { label = "a=b", set = { "train.epochs" = 3 } }]
[[sweep]]
axis = "optimizer.lr"
values = [7]
)");
}

TEST(Selection, WithoutFiltersTakesAll) { EXPECT_EQ(select_cells(swept(), {}), (Indices{0, 1, 2, 3, 4, 5})); }

TEST(Selection, TakesAxisAndLabelOrTheLabelAlone) {
  EXPECT_EQ(select_cells(swept(), {"rule=SAM"}), (Indices{3, 4, 5}));
  EXPECT_EQ(select_cells(swept(), {"SAM"}), (Indices{3, 4, 5}));
  EXPECT_EQ(select_cells(swept(), {"a=b"}), (Indices{2, 5}));
  EXPECT_EQ(select_cells(swept(), {"train.epochs=a=b"}), (Indices{2, 5}));
}

TEST(Selection, JoinsOneAxisByOrAndSeveralByAnd) {
  EXPECT_EQ(select_cells(swept(), {"1", "2"}), (Indices{0, 1, 3, 4}));
  EXPECT_EQ(select_cells(swept(), {"1", "2", "SAM"}), (Indices{3, 4}));
  EXPECT_EQ(select_cells(swept(), {"ERM", "SAM", "a=b", "7"}), (Indices{2, 5}));
}

TEST(Selection, RefusesALabelThatIsNotThere) {
  const auto error = input_error_of([] { select_cells(swept(), {"SBI"}); });
  EXPECT_TRUE(contains(error, "--only SBI: "));
  EXPECT_TRUE(contains(error, "known: rule=ERM, train.epochs=1"));
  input_error_of([] { select_cells(swept(), {"rules=ERM"}); });
  input_error_of([] { select_cells(swept(), {"train.epochs=ERM"}); });
  input_error_of([] { select_cells(swept(), {""}); });
}

TEST(Selection, RefusesALabelOnSeveralAxes) {
  const auto experiment = ExperimentFolder{}.load_least(
      "[[sweep]]\naxis = 'train.epochs'\nvalues = [1, 2]\n[[sweep]]\naxis = 'optimizer.lr'\nvalues = [1]\n");
  EXPECT_TRUE(
      contains(input_error_of([&] { select_cells(experiment, {"1"}); }), "train.epochs=1, optimizer.lr=1"));
  EXPECT_EQ(select_cells(experiment, {"optimizer.lr=1"}), (Indices{0, 1}));
}

TEST(Selection, RefusesAFilterWhereNothingIsSwept) {
  const auto experiment = ExperimentFolder{}.load_least("");
  EXPECT_TRUE(contains(input_error_of([&] { select_cells(experiment, {"x"}); }), "sweeps nothing"));
}

}  // namespace
}  // namespace unseen
