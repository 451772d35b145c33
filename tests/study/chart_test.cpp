#include "study/chart.hpp"

#include <gtest/gtest.h>

#include "metrics/auc.hpp"
#include "study/roc_curve.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

TEST(Chart, TellsLinesApartWithoutColour) {
  Chart chart;
  chart.series = {{"ERM", {1, 2}, {0.5, 0.75}, {}, {}}, {"a \"b\"\n$c", {1}, {0.5}, {0.25}, {1}}};
  const auto script = gnuplot_script({chart}, "c.svg");
  EXPECT_NE(script.find("set terminal svg noenhanced"), std::string::npos);
  EXPECT_NE(script.find("set style line 1 lc rgb '#0072B2' lw 2.5 dt 1 pt 6"), std::string::npos) << script;
  EXPECT_NE(script.find("set style line 2 lc rgb '#D55E00' lw 2.5 dt 2 pt 2"), std::string::npos) << script;
  EXPECT_NE(script.find("title \"a \\\"b\\\" $c\""), std::string::npos)
      << "no markup of gnuplot's: " << script;
  EXPECT_NE(script.find("1 0.5 0.25 1\n"), std::string::npos) << "a band";
}

TEST(Chart, StandsWithTwoOthersInARow) {
  const std::vector<Chart> five(5);
  EXPECT_NE(gnuplot_script(five, "c.png").find("set multiplot layout 2,3"), std::string::npos);
  EXPECT_NE(gnuplot_script({five[0], five[1]}, "c.png").find("set multiplot layout 1,2"), std::string::npos);
  EXPECT_NE(gnuplot_script(five, "c.png", 5).find("set multiplot layout 1,5"), std::string::npos);
}

TEST(Chart, IsRefusedWhereItsEndingSaysNoFormat) {
  EXPECT_TRUE(contains(input_error_of([] { draw_charts({}, "x.jpg"); }), "x.jpg: wanted a picture's name"));
}

TEST(RocCurve, StepsWhereScoresDo) {
  const std::vector<double> scores{0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
  const std::vector<int> labels{1, 1, 0, 1, 0, 0};
  const auto rates = true_positive_rates(scores, labels);
  EXPECT_DOUBLE_EQ(rates[0], 2.0 / 3) << "two fakes above every real";
  EXPECT_DOUBLE_EQ(rates[66], 2.0 / 3);
  EXPECT_DOUBLE_EQ(rates[67], 1.0) << "a third of the reals: the grid's place 66.67";
  EXPECT_DOUBLE_EQ(rates[200], 1.0);
}

TEST(RocCurve, IsAStraightLineWhereRealsAndFakesTie) {
  const std::vector<double> scores{0.9, 0.5, 0.5, 0.5, 0.5, 0.1};
  const std::vector<int> labels{1, 1, 1, 0, 0, 0};
  const auto rates = true_positive_rates(scores, labels);
  EXPECT_DOUBLE_EQ(rates[0], 1.0 / 3);
  EXPECT_DOUBLE_EQ(rates[50], 1.0 / 3 + 2.0 / 3 * (0.25 / (2.0 / 3)));
  EXPECT_DOUBLE_EQ(rates[134], 1.0);
  double area = 0.0;
  for (std::size_t i = 0; i + 1 < rates.size(); ++i) area += (rates[i] + rates[i + 1]) / 2.0 / 200.0;
  EXPECT_NEAR(area, auc(scores, labels), 1e-3);
}

TEST(RocCurve, HasItsAucInTheTitleAndABandAboutIt) {
  const RocScores weak{{0.2, 0.6, 0.3, 0.7, 0.5, 0.4, 0.65, 0.8}, {0, 0, 0, 0, 1, 1, 1, 1}};
  const auto one = roc_series("A", {weak}, {.replicates = 200});
  EXPECT_TRUE(contains(one.title, "A: AUC 0.688 [")) << one.title << auc(weak.scores, weak.labels);
  for (std::size_t i = 0; i < one.y.size(); ++i) {
    EXPECT_LE(one.low[i], one.high[i]);
    EXPECT_GE(one.y[i], i == 0 ? 0.0 : one.y[i - 1]);
  }
  const auto two = roc_series("B", {weak, weak}, {});
  EXPECT_TRUE(contains(two.title, "± 0.000 (n=2)")) << two.title;
  EXPECT_EQ(two.low, two.y);
}

}  // namespace
}  // namespace unseen
