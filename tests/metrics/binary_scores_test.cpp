#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <unseen/error.hpp>

#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/average_precision.hpp"
#include "metrics/delong.hpp"
#include "metrics/equal_error_rate.hpp"
#include "metrics/log_loss.hpp"

namespace unseen {
namespace {

using Scores = std::vector<double>;
using Labels = std::vector<int>;
using Measure = std::function<double(const Scores&, const Labels&)>;

struct NamedMeasure {
  std::string name;
  Measure measure;
};

class EveryMeasure : public testing::TestWithParam<NamedMeasure> {};

INSTANTIATE_TEST_SUITE_P(
    Metrics, EveryMeasure,
    testing::Values(
        NamedMeasure{"auc", [](const Scores& s, const Labels& l) { return auc(s, l); }},
        NamedMeasure{"accuracy", [](const Scores& s, const Labels& l) { return accuracy(s, l); }},
        NamedMeasure{"log_loss", [](const Scores& s, const Labels& l) { return log_loss(s, l); }},
        NamedMeasure{"eer", [](const Scores& s, const Labels& l) { return equal_error_rate(s, l); }},
        NamedMeasure{"ap", [](const Scores& s, const Labels& l) { return average_precision(s, l); }},
        NamedMeasure{"estimate", [](const Scores& s, const Labels& l) { return estimate_auc(s, l).auc; }},
        NamedMeasure{"comparison",
                     [](const Scores& s, const Labels& l) { return compare_aucs(s, s, l).first; }}),
    [](const auto& info) { return info.param.name; });

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST_P(EveryMeasure, RefusesScoresThatAreNotFinite) {
  const Labels labels{0, 1, 0, 1};
  for (const auto bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(GetParam().measure({.1, bad, .3, .4}, labels), Error) << bad;
  }
  EXPECT_NE(message_of([&] {
              GetParam().measure({.1, std::nan(""), .3, .4}, labels);
            }).find("score 2 of 4 is nan"),
            std::string::npos);
}

TEST_P(EveryMeasure, RefusesOtherLabelsAndOtherLengths) {
  EXPECT_THROW(GetParam().measure({.1, .2, .3, .4}, {0, 1, 2, 1}), Error);
  EXPECT_THROW(GetParam().measure({.1, .2, .3, .4}, {0, 1, -1, 1}), Error);
  EXPECT_THROW(GetParam().measure({.1, .2, .3, .4}, {0, 1}), Error);
}

TEST_P(EveryMeasure, RefusesToJudgeNothing) { EXPECT_THROW(GetParam().measure({}, {}), InputError); }

TEST_P(EveryMeasure, IsAFractionOrFiniteLoss) {
  const auto value = GetParam().measure({.1, .7, .3, .4}, {0, 1, 0, 1});
  EXPECT_GE(value, 0.0);
  EXPECT_LE(value, 1.0);
}

TEST(OneClass, IsAnErrorThatNamesTheMissingOne) {
  const Scores scores{.1, .2, .3};
  EXPECT_NE(message_of([&] {
              auc(scores, Labels{0, 0, 0});
            }).find("no fake among 3 scores, all are real"),
            std::string::npos);
  EXPECT_NE(message_of([&] {
              auc(scores, Labels{1, 1, 1});
            }).find("no real among 3 scores, all are fake"),
            std::string::npos);
  EXPECT_THROW(estimate_auc(scores, Labels{1, 1, 1}), InputError);
  EXPECT_THROW(equal_error_rate(scores, Labels{0, 0, 0}), InputError);
  EXPECT_THROW(average_precision(scores, Labels{0, 0, 0}), InputError);
}

TEST(OneClass, LeavesAccuracyAndLogLossDefined) {
  EXPECT_EQ(accuracy(Scores{.1, .9}, Labels{0, 0}), 0.5);
  EXPECT_GT(log_loss(Scores{.1, .9}, Labels{0, 0}), 0.0);
}

}  // namespace
}  // namespace unseen
