// What the loader gives a training step, beside a loop that only decodes the same frames from the crop store:
// read, crop to the middle 0.6, resize to 96, in batches of 32. Needs the small benchmark below
// $UNSEEN_TEST_DATA.
#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <optional>

#include "bench/stored_videos.hpp"
#include "data/frame_reader.hpp"
#include "data/sample_pipeline.hpp"
#include "training/loader.hpp"

namespace unseen {
namespace {

constexpr int kSide = 96;
constexpr std::size_t kBatch = 32;
constexpr CropRule kRule{CropRule::Kind::center, 0.6};

/// Frames at hand in a store, and the pipeline over them.
struct Stored {
  explicit Stored(const Videos& videos)
      : filled{videos},
        reader{videos, videos.listed, filled.report, &filled.store, {}},
        pipeline{reader, kRule, false, {}, kSide, 0},
        items{choose_items(filled.report, kFrames, FaceChoice::largest)} {
    cv::setNumThreads(0);
  }

  FilledStore filled;
  FrameReader reader;
  SamplePipeline pipeline;
  std::vector<Item> items;
};

/// Item numbers 0 .. count - 1 in batches.
std::vector<std::vector<std::size_t>> batches(std::size_t count) {
  std::vector<std::vector<std::size_t>> result;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % kBatch == 0) result.emplace_back();
    result.back().push_back(i);
  }
  return result;
}

void decode_alone(benchmark::State& state) {
  const Videos videos;
  if (videos.absent()) return state.SkipWithError(kNoVideos);
  const Stored stored{videos};
  for (auto _ : state) {
    for (const auto& item : stored.items) benchmark::DoNotOptimize(stored.reader.read(item).rgb.data);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * stored.items.size()));
}
BENCHMARK(decode_alone)->Unit(benchmark::kMillisecond)->UseRealTime();

/// One epoch through the loader; the argument counts its workers.
void load_batches(benchmark::State& state) {
  const Videos videos;
  if (videos.absent()) return state.SkipWithError(kNoVideos);
  const Stored stored{videos};
  const auto& pipeline = stored.pipeline;
  const auto produce = [&](std::size_t item, std::uint8_t* pixels, std::int64_t* labels) {
    labels[0] =
        pipeline.make(stored.items[item], item, 0, Phase::train, {pixels, pipeline.bytes_per_item()})[0];
  };
  for (auto _ : state) {
    Loader loader{
        batches(stored.items.size()), {1, kSide}, produce, static_cast<std::size_t>(state.range(0))};
    while (const auto batch = loader.next()) benchmark::DoNotOptimize(batch->pixels.data_ptr());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * stored.items.size()));
}
BENCHMARK(load_batches)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace unseen
