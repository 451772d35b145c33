#include <gtest/gtest.h>

#include "golden_scores.hpp"
#include "metrics/accuracy.hpp"
#include "metrics/auc.hpp"
#include "metrics/average_precision.hpp"
#include "metrics/delong.hpp"
#include "metrics/equal_error_rate.hpp"
#include "metrics/log_loss.hpp"
#include "metrics/operating_points.hpp"

namespace unseen {
namespace {

TEST(GoldenMetrics, AgreeWithTheirReference) {
  const GoldenScores golden;
  EXPECT_NEAR(auc(golden.first, golden.labels), golden.expected("aucA"), kGoldenTolerance);
  EXPECT_NEAR(auc(golden.second, golden.labels), golden.expected("aucB"), kGoldenTolerance);
  EXPECT_NEAR(average_precision(golden.first, golden.labels), golden.expected("apA"), kGoldenTolerance);
  EXPECT_NEAR(accuracy(golden.first, golden.labels), golden.expected("accA_thr0_5"), kGoldenTolerance);
  EXPECT_NEAR(log_loss(golden.first, golden.labels), golden.expected("loglossA"), kGoldenTolerance);
}

TEST(GoldenMetrics, EqualErrorRateIsTheLinearCrossing) {
  const GoldenScores golden;
  EXPECT_NEAR(equal_error_rate(golden.first, golden.labels), golden.expected("eerA_linear"),
              kGoldenTolerance);
}

TEST(GoldenMetrics, OperatingPointsAreTheRocCurveWithoutItsOrigin) {
  const GoldenScores golden;
  const auto accused = golden.json.at("roc_fpr").get<std::vector<double>>();
  const auto found = golden.json.at("roc_tpr").get<std::vector<double>>();
  const auto points = operating_points(golden.first, golden.labels);
  ASSERT_EQ(points.size() + 1, found.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(points[i].reals) / 18.0, accused[i + 1], kGoldenTolerance);
    EXPECT_NEAR(static_cast<double>(points[i].fakes) / 12.0, found[i + 1], kGoldenTolerance);
  }
}

TEST(GoldenMetrics, DeLongsTestAgreesWithItsReference) {
  const GoldenScores golden;
  const auto comparison = compare_aucs(golden.first, golden.second, golden.labels);
  EXPECT_NEAR(comparison.variance_first, golden.json.at("delong_var")[0].get<double>(), kGoldenTolerance);
  EXPECT_NEAR(comparison.variance_second, golden.json.at("delong_var")[1].get<double>(), kGoldenTolerance);
  EXPECT_NEAR(comparison.covariance, golden.expected("delong_cov"), kGoldenTolerance);
  EXPECT_NEAR(comparison.z.value(), golden.expected("delong_z"), kGoldenTolerance);
  EXPECT_NEAR(comparison.p.value(), golden.expected("delong_p"), kGoldenTolerance);
}

}  // namespace
}  // namespace unseen
