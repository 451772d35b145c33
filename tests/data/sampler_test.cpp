#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "data/sampler.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

using Batches = std::vector<std::vector<std::size_t>>;

struct Data {
  std::vector<Item> items;
  std::vector<Video> videos;

  void add(int label, const std::string& id, const std::string& source,
           std::initializer_list<std::int64_t> frames) {
    Video video;
    video.id = id;
    video.label = label;
    video.source = source;
    for (const auto frame : frames) items.push_back({videos.size(), frame});
    videos.push_back(video);
  }

  int label(std::size_t place) const { return videos[items[place].video].label; }
};

/// As FF++ with four methods: fakes are four times as many.
Data unbalanced(int reals) {
  Data data;
  for (int v = 0; v < reals; ++v) {
    const auto real = "real/" + std::to_string(v);
    data.add(0, real, "", {0, 10});
    for (const auto* method : {"a/", "b/", "c/", "d/"})
      data.add(1, method + std::to_string(v), real, {0, 10});
  }
  return data;
}

Sampler sampler(const Data& data, const std::string& balance, std::int64_t batch, std::uint64_t seed = 1,
                std::int64_t samples_per_item = 1) {
  return {data.items, data.videos, {balance, batch, samples_per_item, seed}};
}

std::map<std::size_t, int> counts(const Batches& batches) {
  std::map<std::size_t, int> result;
  for (const auto& batch : batches) {
    for (const auto place : batch) ++result[place];
  }
  return result;
}

TEST(Sampler, FillsEachBatchHalfWithRealsAndHalfWithFakes) {
  const auto data = unbalanced(5);
  const auto batches = sampler(data, "class", 8).epoch(0);
  EXPECT_EQ(batches.size(), 7U);  // 50 items
  for (const auto& batch : batches) {
    ASSERT_EQ(batch.size(), 8U);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(data.label(batch[i]), static_cast<int>(i % 2));
  }
}

TEST(Sampler, RepeatsTheSmallerClassEvenly) {
  const auto data = unbalanced(5);
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
    for (const auto& [place, count] : counts(sampler(data, "class", 8).epoch(epoch))) {
      if (data.label(place) == 1) continue;
      EXPECT_GE(count, 2);  // 28 draws of 10
      EXPECT_LE(count, 3);
    }
  }
}

TEST(Sampler, DrawsEveryFakeEquallyOftenOverARun) {
  const auto data = unbalanced(5);
  const auto drawing = sampler(data, "class", 8);
  std::map<std::size_t, int> total;
  for (std::uint64_t epoch = 0; epoch < 10; ++epoch) {
    for (const auto& [place, count] : counts(drawing.epoch(epoch))) total[place] += count;
  }
  for (std::size_t place = 0; place < data.items.size(); ++place) {
    if (data.label(place) == 0) continue;
    EXPECT_EQ(total[place], 7) << place;  // 280 draws of 40
  }
}

TEST(Sampler, AlternatesTheOddPlaceOfABatch) {
  const auto data = unbalanced(2);
  const auto batches = sampler(data, "class", 5).epoch(0);
  int fakes = 0;
  for (const auto& batch : batches) {
    const auto in_batch =
        std::count_if(batch.begin(), batch.end(), [&](std::size_t p) { return data.label(p) == 1; });
    EXPECT_TRUE(in_batch == 2 || in_batch == 3);
    fakes += static_cast<int>(in_batch);
  }
  EXPECT_EQ(fakes, 10);
}

TEST(Sampler, TakesEveryItemOnceAndFillsTheLastBatchWithoutBalance) {
  const auto data = unbalanced(3);  // 30 items
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
    const auto batches = sampler(data, "none", 8).epoch(epoch);
    ASSERT_EQ(batches.size(), 4U);
    for (const auto& batch : batches) EXPECT_EQ(batch.size(), 8U);
    const auto drawn = counts(batches);
    EXPECT_EQ(drawn.size(), data.items.size());
    EXPECT_EQ(std::count_if(drawn.begin(), drawn.end(), [](const auto& entry) { return entry.second == 2; }),
              2);
  }
}

TEST(Sampler, PutsEachFakeBesideTheNearestFrameOfItsSource) {
  Data data;
  data.add(0, "r0", "", {0, 10, 20});
  data.add(0, "r1", "", {5});
  data.add(1, "f0", "r0", {2, 19});
  data.add(1, "f1", "r1", {100});
  data.add(1, "f2", "r9", {0});
  const auto drawing = sampler(data, "source", 4);
  EXPECT_EQ(drawing.without_source(), 1U);
  for (const auto& batch : drawing.epoch(0)) {
    ASSERT_EQ(batch.size(), 4U);
    for (std::size_t i = 0; i < 4; i += 2) {
      const std::map<std::size_t, std::size_t> real_of{{4, 0}, {5, 2}, {6, 3}};
      EXPECT_EQ(real_of.at(batch[i + 1]), batch[i]);
    }
  }
}

TEST(Sampler, DependsOnSeedAndEpochAlone) {
  const auto data = unbalanced(6);
  for (const auto* balance : {"class", "none", "source"}) {
    EXPECT_EQ(sampler(data, balance, 8).epoch(3), sampler(data, balance, 8).epoch(3));
    EXPECT_NE(sampler(data, balance, 8).epoch(3), sampler(data, balance, 8).epoch(4));
    EXPECT_NE(sampler(data, balance, 8, 1).epoch(3), sampler(data, balance, 8, 2).epoch(3));
  }
}

TEST(Sampler, CountsSamplesAfterAugmentation) {
  Data reals;
  for (int v = 0; v < 10; ++v) reals.add(0, std::to_string(v), "", {0});
  const auto batches = sampler(reals, "class", 8, 1, 2).epoch(0);
  ASSERT_EQ(batches.size(), 3U);
  for (const auto& batch : batches) EXPECT_EQ(batch.size(), 4U);
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "class", 7, 1, 2); }), "multiple of 2"));
}

TEST(Sampler, RefusesWhatItCannotFill) {
  Data reals;
  reals.add(0, "r", "", {0});
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "class", 4); }), "no fake frame"));
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "source", 4); }), "source"));
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "source", 3); }), "even"));
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "class", 1); }), "at least 2"));
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "none", 0); }), "batch_size"));
  EXPECT_TRUE(contains(input_error_of([&] { sampler(reals, "both", 4); }), "class, none or source"));
  EXPECT_TRUE(contains(input_error_of([&] { sampler({}, "none", 4); }), "no frame"));
}

}  // namespace
}  // namespace unseen
