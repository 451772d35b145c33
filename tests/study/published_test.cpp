#include "study/published.hpp"

#include <gtest/gtest.h>

#include "sample_tables.hpp"
#include "study/table.hpp"
#include "support/input_error.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {
namespace {

std::vector<PublishedValue> read(const std::string& text) {
  const TemporaryFolder folder;
  folder.write("p.csv", text);
  return read_published(folder.path() / "p.csv");
}

TableInput with_published(const std::string& text) {
  auto input = two_seeds();
  input.published = read(text);
  return input;
}

TEST(Published, StandsBelowItsRowWithTheDistance) {
  const auto table =
      build_table(with_published("rule,test,value,note\nERM,CDF,80.00,\nERM,WDF,56.25,cited\n"));
  EXPECT_EQ(table.cited, 0U);
  EXPECT_DOUBLE_EQ(table.cells[0][0].published.value(), 0.8);
  const auto text = to_markdown(table);
  EXPECT_NE(text.find("80.00 (−1.88) |"), std::string::npos) << text;
  EXPECT_NE(text.find("56.25 (0.00)"), std::string::npos) << text;
  EXPECT_NE(text.find("how far the row above is from it"), std::string::npos);
}

TEST(Published, RowsOfOthersStandAboveAndCompete) {
  const auto table =
      build_table(with_published("rule,test,value\nX-ray,CDF,99.5\nX-ray,DFDC,70\nFTCN,WDF,12\nFTCN,CDF,\n"));
  EXPECT_EQ(table.cited, 2U);
  EXPECT_EQ(table.rows.front(), std::vector<std::string>{"X-ray"});
  EXPECT_TRUE(table.cells[0][0].best);
  EXPECT_TRUE(table.cells[3][0].second) << "SAM's 87.5, for +PIM lacks a seed";
  EXPECT_EQ(table.cells[0][1].state, "not published");
  EXPECT_EQ(table.cells[1][0].state, "not published") << "an empty value is none";
  const auto text = to_markdown(table);
  EXPECT_NE(text.find("The first 2 rows are published numbers."), std::string::npos) << text;
}

TEST(Published, StandsForWhatIsNotTrainedYetWhereTheBestIsAsked) {
  const auto table = build_table(with_published("rule,test,value\nX-ray,CDF,70\n+PIM,CDF,99.5\n"));
  for (const auto& row : table.cells)
    EXPECT_FALSE(row[0].best) << "+PIM lacks a seed, and 99.5 was published";
}

TEST(Published, HasItsRemarksBelowTheTable) {
  const auto table = build_table(with_published(
      "rule,test,value,note\nX-ray,CDF,70,cited\nX-ray,WDF,60,cited\nERM,CDF,80,a misprint\n"));
  const auto text = to_markdown(table);
  EXPECT_NE(text.find("Published, cited: X-ray, CDF; X-ray, WDF."), std::string::npos) << text;
  EXPECT_NE(text.find("Published, a misprint: ERM, CDF."), std::string::npos) << text;
}

TEST(Published, IsInTheTablesUnits) {
  auto input = with_published("rule,test,value\nERM,CDF,80\n");
  input.config.percent = false;
  EXPECT_TRUE(contains(input_error_of([&] { build_table(input); }), "the published 80 is no share"));
}

TEST(Published, NamesWhatItCannotRead) {
  EXPECT_TRUE(contains(input_error_of([] { read("rule,test,value\nERM,CDF,8O.1\n"); }),
                       "p.csv:2: wanted a number as value, found \"8O.1\""));
  EXPECT_TRUE(
      contains(input_error_of([] { read("rule,test\nERM,CDF\n"); }), "p.csv:1: wanted a column \"value\""));
  EXPECT_TRUE(contains(input_error_of([] { build_table(with_published("method,test,value\nERM,CDF,8\n")); }),
                       "wanted a column for each axis of the table: rule, test"));
}

}  // namespace
}  // namespace unseen
