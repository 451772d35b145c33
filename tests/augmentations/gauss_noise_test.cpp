#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "augmentations/pictures.hpp"
#include "support/plugins.hpp"

namespace unseen {
namespace {

constexpr int kSide = 512;
constexpr double kCount = 3.0 * kSide * kSide;

cv::Mat noise_on(int level, const std::string& params, std::uint64_t item = 0) {
  const auto noise = make_augmentation("gauss_noise", "{\"p\": 1, " + params + "}");
  return changed(*noise, cv::Mat{kSide, kSide, CV_8UC3, cv::Scalar::all(level)}, item);
}

std::vector<double> counts_of(const cv::Mat& picture) {
  std::vector<double> counts(256);
  std::for_each(picture.datastart, picture.dataend, [&](unsigned char v) { counts[v] += 1; });
  return counts;
}

double share_below(double bound, double mean, double deviation) {
  return 0.5 * std::erfc((mean - bound) / deviation / std::sqrt(2.0));
}

/// Chi-square of counts against probabilities, over its degrees of freedom, in deviations.
double surprise(const std::vector<double>& counts, const std::vector<double>& shares) {
  double distance = 0, freedom = -1, found = 0, wanted = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    found += counts[k];
    wanted += shares[k] * kCount;
    if (wanted < 10) continue;
    distance += (found - wanted) * (found - wanted) / wanted;
    freedom += 1;
    found = wanted = 0;
  }
  return (distance - freedom) / std::sqrt(2 * freedom);
}

TEST(GaussNoise, GivesEveryLevelItsExactProbability) {
  for (const double variance : {0.3, 10.0, 50.0, 900.0}) {
    for (const double mean : {0.0, -2.3}) {
      const auto params = fmt::format(R"("var_limit": [{0}, {0}], "mean": {1})", variance, mean);
      std::vector<double> shares(256);
      for (int v = 0; v < 256; ++v) {
        const auto below = [&](int bound) { return share_below(bound - 100, mean, std::sqrt(variance)); };
        shares[static_cast<std::size_t>(v)] = (v == 255 ? 1 : below(v + 1)) - (v == 0 ? 0 : below(v));
      }
      EXPECT_LE(std::abs(surprise(counts_of(noise_on(100, params)), shares)), 5) << params;
    }
  }
}

// Made by a second implementation: SplitMix64 and the quantiles of scipy.
TEST(GaussNoise, DrawsTheSameOnEveryMachine) {
  const auto picture = noise_on(100, R"("var_limit": 30)", 7);
  const std::vector<int> first(picture.data, picture.data + 12);
  EXPECT_EQ(first, (std::vector<int>{101, 97, 98, 99, 100, 99, 99, 99, 99, 100, 99, 99}));
}

TEST(GaussNoise, RoundsTowardZeroAsRelease208Does) {
  const auto deviation = 0.02 * 255;
  const auto counts = counts_of(noise_on(100, R"("release": "2.0.8", "std_range": [0.02, 0.02])"));
  const auto middle = share_below(1, 0, deviation) - share_below(-1, 0, deviation);
  EXPECT_NEAR(counts[100] / kCount, middle, 0.002);
  EXPECT_NEAR(counts[97] / counts[103], 1, 0.05);
}

TEST(GaussNoise, HasNoCorrelationOfNeighboursOrChannels) {
  const auto picture = noise_on(128, R"("var_limit": [400, 400])");
  const auto bytes = picture.reshape(1);
  for (const auto apart : {1, 2, 3, 6, 3 * kSide}) {
    double sum = 0;
    const auto* at = bytes.data;
    const auto count = static_cast<int>(kCount) - apart;
    for (int i = 0; i < count; ++i) sum += (at[i] - 127.5) * (at[i + apart] - 127.5) / 400;
    EXPECT_NEAR(sum / count, 0, 5 / std::sqrt(count)) << apart << " bytes apart";
  }
}

TEST(GaussNoise, SharesItsNumbersAmongChannelsWhereAsked) {
  const auto picture = noise_on(128, R"("per_channel": false)");
  for (int i = 0; i < kSide * kSide; ++i) {
    const auto* pixel = picture.data + 3 * static_cast<std::ptrdiff_t>(i);
    ASSERT_TRUE(pixel[0] == pixel[1] && pixel[1] == pixel[2]);
  }
  EXPECT_GT(difference(picture.col(0), picture.col(1)), 0);
}

double variance_of(const cv::Mat& picture) {
  cv::Scalar mean, deviation;
  cv::meanStdDev(picture, mean, deviation);
  return deviation[0] * deviation[0] - 1.0 / 12;  // rounding's own
}

TEST(GaussNoise, DrawsTheVarianceEvenlyFromItsLimit) {
  const auto noise = make_augmentation("gauss_noise", R"({"p": 1})");
  const cv::Mat picture(64, 64, CV_8UC3, cv::Scalar::all(128));
  int low = 0, high = 0;
  for (std::uint64_t item = 0; item < 400; ++item) {
    const auto variance = variance_of(changed(*noise, picture, item));
    EXPECT_GT(variance, 10 * 0.88);
    EXPECT_LT(variance, 50 * 1.12);
    low += variance < 20 ? 1 : 0;
    high += variance > 40 ? 1 : 0;
  }
  EXPECT_NEAR(low, 100, 45);
  EXPECT_NEAR(high, 100, 45);
}

TEST(GaussNoise, TakesNoVarianceForTheMeanAlone) {
  EXPECT_EQ(counts_of(noise_on(100, R"("var_limit": 0, "mean": 3.5)"))[103], kCount);
  EXPECT_EQ(counts_of(noise_on(100, R"("var_limit": 0, "mean": -3.5)"))[96], kCount);
  EXPECT_EQ(counts_of(noise_on(100, R"("release": "2.0.8", "std_range": 0, "mean_range": [-0.1, -0.1])"))[75],
            kCount);
}

TEST(GaussNoise, ClipsAtTheEnds) {
  const auto dark = counts_of(noise_on(0, R"("var_limit": [2500, 2500])"));
  EXPECT_NEAR(dark[0] / kCount, share_below(1, 0, 50), 0.003);
  const auto bright = counts_of(noise_on(255, R"("var_limit": [65025, 65025])"));
  EXPECT_NEAR(bright[255] / kCount, 0.5, 0.003);
  EXPECT_NEAR(bright[0] / kCount, share_below(-254, 0, 255), 0.003);
}

}  // namespace
}  // namespace unseen
