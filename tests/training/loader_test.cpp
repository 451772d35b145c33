#include "training/loader.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "support/cuda.hpp"

namespace unseen {
namespace {

const std::vector<std::vector<std::size_t>> kBatches{{3, 1, 4}, {1, 5}, {9, 2, 6}, {5}, {3, 5, 8}};

void produce(std::size_t item, std::uint8_t* pixels, std::int64_t* labels) {
  for (int i = 0; i < 2; ++i) {
    pixels[3 * i] = static_cast<std::uint8_t>(item);
    pixels[3 * i + 2] = static_cast<std::uint8_t>(10 * item + static_cast<std::size_t>(i));
    labels[i] = i;
  }
}

TEST(Loader, GivesTheSameBatchesInOrderWhateverTheNumberOfWorkers) {
  for (const std::size_t workers : {1, 2, 7}) {
    Loader loader{kBatches, {2, 1}, produce, workers};
    for (const auto& items : kBatches) {
      const auto batch = loader.next();
      ASSERT_TRUE(batch);
      EXPECT_EQ(batch->items, items);
      const auto samples = static_cast<std::int64_t>(2 * items.size());
      ASSERT_EQ(batch->pixels.sizes(), (std::vector<std::int64_t>{samples, 1, 1, 3}));
      ASSERT_EQ(batch->size(), samples);
      const auto* pixels = batch->pixels.const_data_ptr<std::uint8_t>();
      for (std::size_t i = 0; i < items.size(); ++i) {
        EXPECT_EQ(pixels[i * 6], items[i]);
        EXPECT_EQ(pixels[i * 6 + 5], 10 * items[i] + 1);
        EXPECT_EQ(batch->labels.const_data_ptr<std::int64_t>()[i * 2 + 1], 1);
      }
    }
    EXPECT_FALSE(loader.next());
  }
}

TEST(Loader, ThrowsWhatAWorkerThrewAtTheBatchItThrewIn) {
  const auto fail_at_9 = [](std::size_t item, std::uint8_t* pixels, std::int64_t* labels) {
    if (item == 9) throw std::runtime_error{"nine"};
    produce(item, pixels, labels);
  };
  Loader loader{kBatches, {2, 1}, fail_at_9, 3};
  EXPECT_TRUE(loader.next());
  EXPECT_TRUE(loader.next());
  EXPECT_THROW(loader.next(), std::runtime_error);
  EXPECT_TRUE(loader.next());
}

TEST(Loader, GivesBatchesThatAGpuCopiesFromByItself) {
  const auto device = test::cuda_device();
  if (!device) GTEST_SKIP() << "needs a GPU";
  Loader loader{kBatches, {2, 1, true}, produce, 2};
  while (const auto batch = loader.next()) {
    EXPECT_TRUE(batch->pixels.is_pinned());
    EXPECT_TRUE(batch->pixels.to(*device, true).cpu().equal(batch->pixels));
  }
}

TEST(Loader, StopsInTheMiddleWhenItIsDropped) {
  std::atomic<int> made = 0;
  const auto count = [&](std::size_t item, std::uint8_t* pixels, std::int64_t* labels) {
    produce(item, pixels, labels);
    ++made;
  };
  { Loader loader{std::vector<std::vector<std::size_t>>(1000, {1, 2}), {2, 1}, count, 2}; }
  EXPECT_LT(made, 2000);
}

}  // namespace
}  // namespace unseen
