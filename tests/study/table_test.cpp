#include "study/table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include <unseen/error.hpp>

#include "sample_tables.hpp"

namespace unseen {
namespace {

using Labels = std::vector<std::vector<std::string>>;

std::string message_of(const TableInput& input) {
  try {
    build_table(input);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no InputError was thrown";
}

TableInput with_metric(TableInput input, const std::string& metric) {
  input.config.metrics = {metric};
  return input;
}

/// One row a rule, one test, one seed.
TableInput column_of(const std::vector<double>& values, const std::string& metric) {
  TableInput input;
  input.config = {{"rule"}, {"test"}, {metric}, "", false};
  for (std::size_t i = 0; i < values.size(); ++i) {
    input.entries.push_back(finished({{"rule", std::to_string(i)}}, "T", 1, values[i]));
  }
  return input;
}

std::vector<bool> best_of(const Table& table) {
  std::vector<bool> best;
  for (const auto& row : table.cells) best.push_back(row.front().best);
  return best;
}

TEST(Table, OrdersLabelsAsFirstSeenAndRowsAsTheProductOfTheirAxes) {
  TableInput input;
  input.config = {{"b", "a"}, {"test"}, {"video_auc"}, "", false};
  for (const auto* a : {"2", "10"}) {
    for (const auto* b : {"z", "y"}) input.entries.push_back(finished({{"a", a}, {"b", b}}, "T", 1, 0.5));
  }
  EXPECT_EQ(build_table(input).rows, (Labels{{"z", "2"}, {"z", "10"}, {"y", "2"}, {"y", "10"}}));
}

TEST(Table, GivesMeanAndSampleDeviationOverSeeds) {
  const auto table = build_table(two_seeds());
  const auto& cell = table.cells[0][0];
  EXPECT_DOUBLE_EQ(*cell.value, 0.78125);
  EXPECT_DOUBLE_EQ(*cell.sd, 0.0625 / std::sqrt(2.0));
  EXPECT_EQ(cell.n, 2u);
  EXPECT_TRUE(cell.complete);
  EXPECT_EQ(cell.state, "finished");
  EXPECT_EQ(run_ids(cell.sources), (std::vector<std::string>{"ERM-1", "ERM-2"}));
}

TEST(Table, AveragesOverTestsSeedBySeed) {
  const auto table = build_table(two_seeds());
  ASSERT_TRUE(table.has_average);
  EXPECT_EQ(table.columns, (Labels{{"CDF"}, {"WDF"}, {"Average"}}));
  // ERM: 0.625 and 0.71875.
  EXPECT_DOUBLE_EQ(*table.cells[0][2].value, 0.671875);
  EXPECT_DOUBLE_EQ(*table.cells[0][2].sd, 0.09375 / std::sqrt(2.0));
  EXPECT_EQ(run_ids(table.cells[0][2].sources), (std::vector<std::string>{"ERM-1", "ERM-2"}));
}

TEST(Table, AveragesOnlySeedsThatHaveEveryTest) {
  auto input = two_seeds();
  input.entries[1] = unfinished({{"rule", "ERM"}}, "WDF", 1, "finished", "failed");
  auto table = build_table(input);
  EXPECT_DOUBLE_EQ(*table.cells[0][2].value, 0.71875);
  EXPECT_EQ(table.cells[0][2].n, 1u);
  EXPECT_FALSE(table.cells[0][2].complete);

  input.entries[2] = unfinished({{"rule", "ERM"}}, "CDF", 2, "finished", "");
  table = build_table(input);
  EXPECT_TRUE(table.cells[0][0].value && table.cells[0][1].value);
  EXPECT_FALSE(table.cells[0][2].value.has_value());
  EXPECT_EQ(table.cells[0][2].state, "incomplete");
}

TEST(Table, HasNoAverageOverOneTestOrOverOtherAxes) {
  EXPECT_FALSE(build_table(one_seed()).has_average);
  auto input = two_seeds();
  input.config.rows = {"test"};
  input.config.columns = {"rule"};
  EXPECT_FALSE(build_table(input).has_average);
}

TEST(Table, MarksTheBestOfCompleteValues) {
  const auto table = build_table(two_seeds());
  EXPECT_FALSE(table.cells[0][0].best);
  EXPECT_TRUE(table.cells[1][0].best);
  EXPECT_FALSE(table.cells[2][0].best) << "higher, but of one seed of two";
  EXPECT_TRUE(table.cells[0][1].best);
  EXPECT_TRUE(table.cells[1][2].best);
}

TEST(Table, MarksTheLowestLossAndErrorRate) {
  EXPECT_EQ(best_of(build_table(column_of({.3, .2, .4}, "video_logloss"))),
            (std::vector{false, true, false}));
  EXPECT_EQ(best_of(build_table(column_of({.3, .2, .4}, "video_eer"))), (std::vector{false, true, false}));
  EXPECT_EQ(best_of(build_table(column_of({.3, .2, .4}, "video_ap"))), (std::vector{false, false, true}));
}

TEST(Table, MarksAllThatLookTheSame) {
  EXPECT_EQ(best_of(build_table(column_of({.80001, .80004, .7}, "video_auc"))),
            (std::vector{true, true, false}));
}

TEST(Table, MarksNothingWithoutRivals) {
  EXPECT_EQ(best_of(build_table(column_of({.8}, "video_auc"))), (std::vector{false}));
}

TEST(Table, ComparesWithinATestWhereTestsStandInRows) {
  auto input = two_seeds();
  input.config.rows = {"test"};
  input.config.columns = {"rule"};
  const auto table = build_table(input);
  EXPECT_EQ(table.rows, (Labels{{"CDF"}, {"WDF"}}));
  EXPECT_EQ(table.columns, (Labels{{"ERM"}, {"SAM"}, {"+PIM"}}));
  EXPECT_FALSE(table.cells[0][0].best);
  EXPECT_TRUE(table.cells[0][1].best);
  EXPECT_TRUE(table.cells[1][0].best);
}

TEST(Table, SaysWhatAMissingValueIs) {
  const std::vector<std::pair<TableEntry, std::string>> cases{
      {unfinished({}, "T", 1, ""), "not run"},
      {unfinished({}, "T", 1, "running"), "running"},
      {unfinished({}, "T", 1, "failed"), "failed"},
      {unfinished({}, "T", 1, "interrupted"), "interrupted"},
      {unfinished({}, "T", 1, "lost"), "lost"},
      {unfinished({}, "T", 1, "finished"), "not evaluated"},
      {unfinished({}, "T", 1, "finished", "running"), "evaluation running"},
      {unfinished({}, "T", 1, "finished", "finished"), "undefined"}};
  for (const auto& [entry, state] : cases) {
    TableInput input;
    input.config.columns = {"test"};
    input.entries = {entry};
    const auto table = build_table(input);
    EXPECT_EQ(table.cells[0][0].state, state);
    EXPECT_FALSE(table.cells[0][0].complete);
    EXPECT_TRUE(table.cells[0][0].sources.empty());
  }
}

TEST(Table, NeverShowsAValueOfWhatIsNotFinished) {
  auto running = finished({}, "T", 1, 0.9), reevaluated = running, invalid = running;
  running.run_state = "running";
  reevaluated.evaluation_state = "failed";
  invalid.value = std::numeric_limits<double>::quiet_NaN();
  for (const auto& entry : {running, reevaluated, invalid}) {
    TableInput input;
    input.config.columns = {"test"};
    input.entries = {entry};
    EXPECT_FALSE(build_table(input).cells[0][0].value.has_value());
  }
}

TEST(Table, NamesEachReasonOfMissingSeedsOnce) {
  TableInput input;
  input.config.columns = {"test"};
  input.seeds = 5;
  input.entries = {finished({}, "T", 1, 0.5), unfinished({}, "T", 2, "failed"), unfinished({}, "T", 3, ""),
                   unfinished({}, "T", 4, "running"), unfinished({}, "T", 5, "failed")};
  const auto cell = build_table(input).cells[0][0];
  EXPECT_EQ(cell.state, "failed, running");
  EXPECT_EQ(cell.n, 1u);
  EXPECT_FALSE(cell.sd.has_value());
}

TEST(Table, AveragesTheEndsOfIntervalsOverSeeds) {
  auto input = two_seeds();
  EXPECT_FALSE(build_table(input).cells[0][0].low.has_value());
  for (auto& entry : input.entries) {
    entry.low = 0.25 * static_cast<double>(entry.source.seed);
    entry.high = 1.0;
  }
  const auto cell = build_table(input).cells[0][0];
  EXPECT_DOUBLE_EQ(cell.low.value(), 0.375);
  EXPECT_DOUBLE_EQ(cell.high.value(), 1.0);
  input.entries.front().low.reset();
  EXPECT_FALSE(build_table(input).cells[0][0].low.has_value());
}

TEST(Table, SaysWhichVideosTheNumbersRestOn) {
  auto input = two_seeds();
  for (auto& entry : input.entries) {
    entry.real_videos = entry.labels[1].label == "CDF" ? 178 : 10;
    entry.fake_videos = 340;
  }
  EXPECT_EQ(build_table(input).notes[1], "Videos: CDF 178 real + 340 fake; WDF 10 real + 340 fake.");
  input.entries[0].real_videos = 177;
  EXPECT_EQ(build_table(input).notes[1],
            "Videos: CDF 177 real + 340 fake or 178 real + 340 fake; WDF 10 real + 340 fake.");
}

TEST(Table, PointsOutThatItsRunsAreOfSeveralBuilds) {
  auto input = two_seeds();
  for (auto& entry : input.entries) entry.source.build = "a";
  const auto says_builds = [](const Table& table) {
    return std::any_of(table.notes.begin(), table.notes.end(),
                       [](const auto& note) { return note == "Trained by 2 builds of the program: a, b."; });
  };
  EXPECT_FALSE(says_builds(build_table(input)));
  input.entries.front().source.build = "b";
  EXPECT_TRUE(says_builds(build_table(input)));
}

TEST(Table, NeedsNoAxes) {
  TableInput input;
  input.experiment = "plain";
  input.entries = {finished({}, "T", 1, 0.5)};
  const auto table = build_table(input);
  EXPECT_EQ(table.row_axes, (std::vector<std::string>{"experiment"}));
  EXPECT_EQ(table.rows, (Labels{{"plain"}}));
  EXPECT_EQ(table.cells.size(), 1u);
}

TEST(Table, TakesSeveralColumnAxes) {
  auto input = two_seeds();
  input.config.rows = {};
  input.config.columns = {"rule", "test"};
  const auto table = build_table(input);
  EXPECT_EQ(table.columns.size(), 6u);
  EXPECT_EQ(table.columns[1], (std::vector<std::string>{"ERM", "WDF"}));
  EXPECT_FALSE(table.has_average);
}

TEST(Table, RefusesTwoValuesForOnePlace) {
  auto input = two_seeds();
  input.config.columns = {};
  EXPECT_NE(message_of(input).find("two values of seed 1 for one place, the second of rule=ERM, test=WDF"),
            std::string::npos)
      << message_of(input);
}

TEST(Table, RefusesMoreSeedsThanPlanned) {
  auto input = two_seeds();
  input.seeds = 1;
  EXPECT_THROW(build_table(input), Error);
}

TEST(Table, RefusesWhatItCannotShow) {
  EXPECT_NE(message_of(with_metric(two_seeds(), "video_auk")).find("did you mean \"video_auc\"?"),
            std::string::npos);
  auto input = two_seeds();
  input.config.rows = {"rulee"};
  EXPECT_NE(message_of(input).find("axis \"rulee\""), std::string::npos);
  input.entries.clear();
  EXPECT_NE(message_of(input).find("nothing to show"), std::string::npos);
}

}  // namespace
}  // namespace unseen
