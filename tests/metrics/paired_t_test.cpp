#include "metrics/paired_t.hpp"

#include <gtest/gtest.h>

#include <vector>

#include <unseen/error.hpp>

namespace unseen {
namespace {

struct Golden {
  std::vector<double> differences;
  double t, p, low, high;
};

// scipy.stats.ttest_1samp(differences, 0) and its confidence_interval(0.95), SciPy 1.16.
const std::vector<Golden> kGolden{
    {{1, 2, 3, 4, 5}, 4.242640687119285, 0.01323559956368269, 1.0367568385224428, 4.963243161477557},
    {{0.012, -0.004, 0.02, 0.0071},
     1.7480001646966083,
     0.17878582564723994,
     -0.00720095177212784,
     0.02475095177212784},
    {{0.5, 0.25}, 3.0, 0.20483276469913345, -1.2132755920218368, 1.9632755920218368}};

TEST(PairedT, GivesWhatSciPyGives) {
  for (const auto& golden : kGolden) {
    const auto found = paired_t(golden.differences);
    EXPECT_NEAR(found.t.value(), golden.t, 1e-12);
    EXPECT_NEAR(found.p.value(), golden.p, 1e-12);
    EXPECT_NEAR(found.interval.value().low, golden.low, 1e-12);
    EXPECT_NEAR(found.interval.value().high, golden.high, 1e-12);
  }
}

TEST(PairedT, SaysNothingOfOneDifferenceOrOfThoseThatDoNotVary) {
  EXPECT_FALSE(paired_t(std::vector{0.5}).p);
  EXPECT_EQ(paired_t(std::vector{0.0, 0.0}).p, 1.0);
  const auto equal = paired_t(std::vector{0.25, 0.25});
  EXPECT_FALSE(equal.p || equal.t);
  EXPECT_EQ(equal.mean, 0.25);
  EXPECT_THROW(paired_t({}), Error);
}

}  // namespace
}  // namespace unseen
