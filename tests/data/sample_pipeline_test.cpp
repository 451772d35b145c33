#include <gtest/gtest.h>

#include <set>
#include <thread>

#include <unseen/error.hpp>

#include "data/sample_pipeline.hpp"
#include "data/test_dataset.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

constexpr int kSide = 8;

/// Paints a sample with what was drawn, so that a test sees the draw.
class Paint final : public Augmentation {
 public:
  void apply(Group& group, Random& random, Phase) const override {
    const auto drawn = static_cast<double>(random.integer(0, 255));
    for (auto& sample : group) sample.image = cv::Mat(5, 5, CV_8UC3, cv::Scalar::all(drawn));
  }
};

/// A pair of each sample: itself and a fake.
class Pair final : public Augmentation {
 public:
  explicit Pair(bool keeps_promise = true) : keeps_promise_{keeps_promise} {}
  AugmentationTraits traits() const override { return {2, false}; }
  void apply(Group& group, Random&, Phase) const override {
    if (!keeps_promise_) return;
    group.push_back(group[0]);
    group[1].label = 1;
    group[1].image = cv::Mat(6, 6, CV_8UC3, cv::Scalar::all(255));
  }

 private:
  bool keeps_promise_;
};

class Landmarks final : public Augmentation {
 public:
  AugmentationTraits traits() const override { return {1, true}; }
  void apply(Group&, Random&, Phase) const override {}
};

class Spoil final : public Augmentation {
 public:
  void apply(Group& group, Random&, Phase) const override { group[0].image = cv::Mat(4, 4, CV_32FC3); }
};

class SamplePipelineTest : public ::testing::Test {
 protected:
  SamplePipelineTest() {
    for (int v = 0; v < 3; ++v) dataset.add_stills(4, v % 2);
  }

  SamplePipeline pipeline(const std::vector<const Augmentation*>& augmentations,
                          std::uint64_t seed = 7) const {
    return {reader, {}, false, augmentations, kSide, seed};
  }

  std::vector<std::uint8_t> made(const SamplePipeline& pipeline, std::uint64_t number, std::uint64_t epoch,
                                 Phase phase = Phase::train) const {
    std::vector<std::uint8_t> bytes(pipeline.bytes_per_item());
    pipeline.make({number % 3, 0}, number, epoch, phase, bytes);
    return bytes;
  }

  TestDataset dataset;
  PrepareReport nothing_stored;
  FrameReader reader{dataset, dataset.listed, nothing_stored, nullptr, {}};
  Paint paint;
};

TEST_F(SamplePipelineTest, WritesRedGreenBlueOfTheFrame) {
  const auto plain = pipeline({});
  std::vector<std::uint8_t> bytes(plain.bytes_per_item());
  EXPECT_EQ(bytes.size(), 8U * 8 * 3);
  EXPECT_EQ(plain.make({1, 3}, 0, 0, Phase::train, bytes), std::vector<int>{1});
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    EXPECT_EQ(bytes[i], 1);
    EXPECT_EQ(bytes[i + 1], 3);
    EXPECT_EQ(bytes[i + 2], 0);
  }
}

TEST_F(SamplePipelineTest, WritesBothSamplesOfAPair) {
  const Pair pair;
  const auto pairs = pipeline({&pair});
  EXPECT_EQ(pairs.samples_per_item(), 2U);
  std::vector<std::uint8_t> bytes(pairs.bytes_per_item());
  EXPECT_EQ(pairs.make({0, 2}, 0, 0, Phase::train, bytes), (std::vector<int>{0, 1}));
  EXPECT_EQ(bytes[1], 2);
  EXPECT_EQ(bytes[8 * 8 * 3], 255);
  EXPECT_EQ(bytes.back(), 255);
}

TEST_F(SamplePipelineTest, DrawsByItemAndEpochWhoeverWorks) {
  constexpr std::uint64_t kItems = 40;
  const auto painted = pipeline({&paint});
  std::vector<std::vector<std::uint8_t>> alone(kItems);
  std::vector<std::vector<std::uint8_t>> together(kItems);
  for (std::uint64_t i = 0; i < kItems; ++i) alone[i] = made(painted, i, 2);
  {
    std::vector<std::jthread> workers;
    for (std::uint64_t w = 0; w < 4; ++w) {
      workers.emplace_back([&, w] {
        for (auto i = kItems; i-- > 0;) {
          if (i % 4 == w) together[i] = made(painted, i, 2);
        }
      });
    }
  }
  EXPECT_EQ(alone, together);
  std::set<int> draws;
  for (const auto& bytes : alone) draws.insert(bytes.front());
  EXPECT_GT(draws.size(), 20U) << "items draw alike";
}

TEST_F(SamplePipelineTest, DrawsAnewInEachEpochOfTrainingAndNeverInValidation) {
  const auto painted = pipeline({&paint}, 7);
  const auto other_run = pipeline({&paint}, 8);
  int changed = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    changed += made(painted, i, 1) != made(painted, i, 2) ? 1 : 0;
    EXPECT_EQ(made(painted, i, 1, Phase::validate), made(painted, i, 2, Phase::validate));
    EXPECT_EQ(made(painted, i, 1, Phase::validate), made(other_run, i, 1, Phase::validate));
  }
  EXPECT_GT(changed, 15);
}

TEST_F(SamplePipelineTest, RefusesWhatAugmentationsCannotHaveOrDidNotDo) {
  const Landmarks landmarks;
  EXPECT_TRUE(contains(input_error_of([&] {
                         pipeline({&paint, &landmarks});
                       }),
                       "augmentation 2 needs the landmarks"));
  const Pair broken{false};
  const Spoil spoil;
  EXPECT_THROW(made(pipeline({&broken}), 0, 0), Error);
  EXPECT_THROW(made(pipeline({&spoil}), 0, 0), Error);
}

}  // namespace
}  // namespace unseen
