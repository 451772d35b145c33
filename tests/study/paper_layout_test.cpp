// What the paper's tables need beyond one number a test: several metrics, differences, pairs that compete,
// axes that stand together, shares with four decimals.
#include <gtest/gtest.h>

#include <unseen/error.hpp>

#include "sample_tables.hpp"
#include "study/table.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

/// Like Table II: accuracy and log-loss before and after, of two detectors.
TableInput perturbed() {
  TableInput input;
  input.config.rows = {"set", "test"};
  input.config.columns = {"metric"};
  input.config.metrics = {"video_accuracy", "video_logloss"};
  input.config.percent = false;
  input.config.best = std::vector<std::string>{};
  input.config.difference = AxisLabel{"test", "before"};
  input.config.titles = {{"test", "Perturbation"}};
  input.experiment = "perturbed";
  const auto add = [&](const std::string& set, const std::string& test, double accuracy, double loss) {
    for (const auto& [metric, value] :
         {std::pair{"video_accuracy", accuracy}, std::pair{"video_logloss", loss}}) {
      auto entry = finished({{"set", set}}, test, 1, value);
      entry.labels.back().label = metric;
      input.entries.push_back(entry);
    }
  };
  add("DF", "before", 0.9964, 0.0193);
  add("DF", "after", 0.8107, 0.519);
  add("F2F", "before", 1.0, 0.0147);
  add("F2F", "after", 0.9071, 0.2107);
  return input;
}

TEST(PaperLayout, HasAccuracyAndLossSideBySideWithTheirChange) {
  EXPECT_EQ(to_markdown(build_table(perturbed())), R"(
**perturbed**

| set | Perturbation | Video accuracy ↑ | Video log-loss (nats) ↓ |
|-----|--------------|-----------------:|------------------------:|
| DF  | before       |           0.9964 |                  0.0193 |
|     | after        | 0.8107 (−0.1857) |        0.5190 (+0.4997) |
| F2F | before       |           1.0000 |                  0.0147 |
|     | after        | 0.9071 (−0.0929) |        0.2107 (+0.1960) |

Video accuracy and Video log-loss (nats), one seed.
In brackets: the difference from "before".
)" + 1);
}

TEST(PaperLayout, HasRulesBetweenItsGroupsAndSignsThatLatexKnows) {
  const auto text = to_latex(build_table(perturbed()));
  EXPECT_NE(
      text.find("set & Perturbation & Video accuracy $\\uparrow$ & Video log-loss (nats) $\\downarrow$ \\\\"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find(" & after & 0.8107 ($-$0.1857) & 0.5190 (+0.4997) \\\\\n\\midrule\nF2F & before"),
            std::string::npos)
      << text;
}

TEST(PaperLayout, MayHaveMetricsBelowTests) {
  auto input = perturbed();
  input.config.rows = {"set"};
  input.config.columns = {"test", "metric"};
  const auto table = build_table(input);
  EXPECT_EQ(table.columns.size(), 4U);
  EXPECT_FALSE(table.has_average);
  EXPECT_NE(to_latex(table).find(" & \\multicolumn{2}{c}{before} & \\multicolumn{2}{c}{after} \\\\\nset & "),
            std::string::npos)
      << to_latex(table);
  EXPECT_NE(to_html(table).find("<th class=\"axis\" rowspan=\"2\">set</th><th colspan=\"2\">before</th>"),
            std::string::npos)
      << to_html(table);
}

TEST(PaperLayout, MarksTheBestOfEachPair) {
  TableInput input;
  input.config.rows = {"net", "loss"};
  input.config.columns = {"test"};
  input.config.best = std::vector<std::string>{"loss"};
  for (const auto& [net, erm, pim] : {std::tuple{"A", 0.7, 0.8}, std::tuple{"B", 0.95, 0.9}}) {
    input.entries.push_back(finished({{"net", net}, {"loss", "ERM"}}, "T", 1, erm));
    input.entries.push_back(finished({{"net", net}, {"loss", "+PIM"}}, "T", 1, pim));
  }
  const auto table = build_table(input);
  EXPECT_FALSE(table.cells[0][0].best);
  EXPECT_TRUE(table.cells[1][0].best);
  EXPECT_TRUE(table.cells[2][0].best);
  EXPECT_FALSE(table.cells[3][0].best || table.cells[3][0].second);
}

TEST(PaperLayout, UnderlinesTheSecondOfThreeOrMore) {
  const auto table = build_table([] {
    auto input = one_seed();
    input.config.rows = {"rule"};
    input.entries.push_back(finished({{"rule", "GNP"}, {"lr", "0.001"}}, "mini", 7, 0.86));
    return input;
  }());
  EXPECT_TRUE(table.cells[1][0].best);
  EXPECT_TRUE(table.cells[2][0].second);
  EXPECT_NE(to_markdown(table).find("<u>86.00</u>"), std::string::npos);
  EXPECT_NE(to_latex(table).find("\\underline{86.00}"), std::string::npos);
  EXPECT_NE(to_html(table).find("<u>86.00</u>"), std::string::npos);
  EXPECT_NE(to_markdown(table).find("Bold: highest; underlined: second."), std::string::npos);
}

TEST(PaperLayout, KeepsTheOrderOfASweepWhoseAxesStandTogether) {
  TableInput input;
  input.config.rows = {"sum", "ratio"};
  input.config.columns = {"test"};
  input.config.together = {{"sum", "ratio"}};
  const std::vector<std::vector<std::string>> points{
      {"1", "1:0"}, {"1", "0:1"}, {"0.5", "0:1"}, {"0.5", "1:0"}};
  for (const auto& point : points)
    input.entries.push_back(finished({{"sum", point[0]}, {"ratio", point[1]}}, "T", 1, 0.5));
  EXPECT_EQ(build_table(input).rows, points);
}

TEST(PaperLayout, RefusesToCompareWithALabelThatIsNotThere) {
  auto input = perturbed();
  input.config.difference = AxisLabel{"test", "befor"};
  EXPECT_TRUE(contains(input_error_of([&] { build_table(input); }), "the axis \"test\" has no \"befor\""));
}

TEST(Html, NamesTheRunsBehindANumberAndEscapesWhatPeopleWrite) {
  auto input = two_seeds();
  input.description = "a < b & \"c\"";
  input.entries.front().source = {"3fa9c1", 1, "0a1b2c", "9f8e7d"};
  const auto text = to_html(build_table(input));
  EXPECT_NE(text.find("<caption>a &lt; b &amp; &quot;c&quot;</caption>"), std::string::npos) << text;
  EXPECT_NE(text.find("title=\"run 3fa9c1 (seed 1, commit 0a1b2c, data 9f8e7d)\nrun ERM-2 (seed "
                      "2)\nconfiguration: unseen show "
                      "3fa9c1; scores of videos: v_video_scores\""),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("<b>56.25</b> ± 8.84"), std::string::npos) << text;
}

}  // namespace
}  // namespace unseen
