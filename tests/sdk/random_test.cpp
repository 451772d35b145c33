#include <unseen/random.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace unseen {
namespace {

constexpr int kDraws = 200'000;

// Made by a second implementation of SplitMix64, itself checked against a published stream.
TEST(Random, DrawsTheSameOnEveryMachine) {
  Random zero{0, 0, 0};
  EXPECT_EQ(zero(), 0x2130748aaac80268U);
  EXPECT_EQ(zero(), 0x0cc78fb979ce5090U);
  EXPECT_EQ(zero(), 0xab9aa3dafba6b4acU);
  Random keyed{1, 2, 3};
  EXPECT_EQ(keyed(), 0x214d4c07ecfeaac5U);
  EXPECT_EQ(keyed(), 0x6ff419cb83dfe1e6U);
  constexpr auto kMost = Random::max();
  EXPECT_EQ((Random{kMost, kMost, kMost}()), 0xe78ef51182b3d298U);
  EXPECT_EQ((Random{1, 2, 3}.uniform()), 0.1300857085561754);
}

TEST(Random, DependsOnEachOfItsKeysAndTheirOrder) {
  std::set<std::uint64_t> firsts;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (std::uint64_t epoch = 0; epoch < 20; ++epoch) {
      for (std::uint64_t item = 0; item < 20; ++item) firsts.insert(Random{seed, epoch, item}());
    }
  }
  EXPECT_EQ(firsts.size(), 8000U);
}

TEST(Random, IsUniformBelowOne) {
  Random random{1, 0, 0};
  double sum = 0, squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const auto u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / kDraws, 0.5, 0.004);
  EXPECT_NEAR(squares / kDraws, 1.0 / 3.0, 0.004);
}

TEST(Random, StaysBelowTheOpenEndHoweverNarrow) {
  Random random{1, 0, 0};
  const auto below = std::nextafter(1.0, 2.0);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(random.uniform(1.0, below), 1.0);
  for (int i = 0; i < 1000; ++i) {
    const auto u = random.uniform(-3.0, 5.0);
    ASSERT_GE(u, -3.0);
    ASSERT_LT(u, 5.0);
  }
}

TEST(Random, DrawsEveryIntegerEquallyOften) {
  Random random{2, 0, 0};
  std::array<int, 7> counts{};
  for (int i = 0; i < kDraws; ++i) ++counts.at(static_cast<std::size_t>(random.integer(-3, 3) + 3));
  for (const auto count : counts) EXPECT_NEAR(count, kDraws / 7.0, 700);
}

TEST(Random, DrawsIntegersFromAnyRange) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  Random random{3, 0, 0};
  EXPECT_EQ(random.integer(5, 5), 5);
  EXPECT_EQ(random.integer(kMost, kMost), kMost);
  bool negative = false, positive = false;
  for (int i = 0; i < 100; ++i) {
    const auto all = random.integer(kLeast, kMost);
    negative |= all < 0;
    positive |= all > 0;
    EXPECT_GE(random.integer(kLeast, 0), kLeast);
    EXPECT_LE(random.integer(kLeast, 0), 0);
    EXPECT_GT(random.integer(kLeast + 1, kMost), kLeast);
  }
  EXPECT_TRUE(negative && positive);
}

TEST(Random, TakesChancesAsOftenAsAsked) {
  Random random{4, 0, 0};
  int taken = 0;
  for (int i = 0; i < kDraws; ++i) taken += random.chance(0.3) ? 1 : 0;
  EXPECT_NEAR(taken, 0.3 * kDraws, 1200);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_FALSE(random.chance(0.0));
    ASSERT_TRUE(random.chance(1.0));
  }
}

TEST(Random, HasTheMomentsOfANormalDistribution) {
  Random random{5, 0, 0};
  std::array<double, 5> moments{};
  for (int i = 0; i < kDraws; ++i) {
    const auto x = random.normal();
    ASSERT_TRUE(std::isfinite(x));
    for (std::size_t k = 1; k < moments.size(); ++k) moments[k] += std::pow(x, k) / kDraws;
  }
  EXPECT_NEAR(moments[1], 0.0, 0.012);
  EXPECT_NEAR(moments[2], 1.0, 0.02);
  EXPECT_NEAR(moments[3], 0.0, 0.05);
  EXPECT_NEAR(moments[4], 3.0, 0.12);
}

}  // namespace
}  // namespace unseen
