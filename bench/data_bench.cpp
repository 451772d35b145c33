// What decoding, storing and reading frames costs, beside the plain loops that they replace. Needs the small
// benchmark below $UNSEEN_TEST_DATA; without it every measurement says so and is left.
#include <benchmark/benchmark.h>

#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "bench/stored_videos.hpp"
#include "data/crop_store.hpp"
#include "data/frame_choice.hpp"
#include "data/frame_reader.hpp"
#include "data/picture_codec.hpp"
#include "data/prepare.hpp"
#include "data/sample_pipeline.hpp"

namespace unseen {
namespace {

bool lacks(const Videos& videos, benchmark::State& state) {
  cv::setNumThreads(0);
  if (!videos.absent()) return false;
  state.SkipWithError(kNoVideos);
  return true;
}

void count_frames(benchmark::State& state, std::size_t videos) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * videos) * kFrames);
}

/// What most benchmarks do: read() every frame of a video, keep some.
void plain_read_of_all(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  for (auto _ : state) {
    for (const auto& video : videos.listed.videos) {
      cv::VideoCapture capture{(videos.root() / video.path).string()};
      cv::Mat frame;
      while (capture.read(frame)) benchmark::DoNotOptimize(frame.data);
    }
  }
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(plain_read_of_all)->Unit(benchmark::kMillisecond)->UseRealTime();

/// The other habit: seek to each wanted frame.
void plain_seek_to_each(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  for (auto _ : state) {
    for (const auto& video : videos.listed.videos) {
      cv::VideoCapture capture{(videos.root() / video.path).string()};
      cv::Mat frame;
      for (const auto wanted : candidate_frames(24, kFrames)) {
        capture.set(cv::CAP_PROP_POS_FRAMES, static_cast<double>(wanted));
        capture.read(frame);
        benchmark::DoNotOptimize(frame.data);
      }
    }
  }
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(plain_seek_to_each)->Unit(benchmark::kMillisecond)->UseRealTime();

void decode_in_one_pass(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  for (auto _ : state) {
    for (const auto& video : videos.listed.videos) {
      VideoDecoder decoder{videos.root() / video.path};
      decoder.decode(candidate_frames(decoder.frame_count(), kFrames),
                     [](std::int64_t, const cv::Mat& rgb) { benchmark::DoNotOptimize(rgb.data); });
    }
  }
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(decode_in_one_pass)->Unit(benchmark::kMillisecond)->UseRealTime();

void fill_store(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  for (auto _ : state) FilledStore filled{videos};
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(fill_store)->Unit(benchmark::kMillisecond)->UseRealTime();

void find_all_in_store(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  FilledStore filled{videos};
  FacesConfig faces;
  faces.frames = kFrames;
  for (auto _ : state)
    benchmark::DoNotOptimize(prepare(videos, videos.listed, faces, {&filled.store, nullptr, nullptr, "", 1}));
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(find_all_in_store)->Unit(benchmark::kMillisecond)->UseRealTime();

void read_from_store(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  FilledStore filled{videos};
  const FrameReader reader{videos, videos.listed, filled.report, &filled.store, {}};
  const auto items = choose_items(filled.report, kFrames, FaceChoice::largest);
  for (auto _ : state) {
    for (const auto& item : items) benchmark::DoNotOptimize(reader.read(item).rgb.data);
  }
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(read_from_store)->Unit(benchmark::kMillisecond)->UseRealTime();

/// From the store to the bytes of a batch: read, crop to the middle 0.6, resize to 96.
void make_samples(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  FilledStore filled{videos};
  const FrameReader reader{videos, videos.listed, filled.report, &filled.store, {}};
  const SamplePipeline pipeline{reader, {CropRule::Kind::center, 0.6}, false, {}, 96, 0};
  const auto items = choose_items(filled.report, kFrames, FaceChoice::largest);
  std::vector<std::uint8_t> bytes(pipeline.bytes_per_item());
  for (auto _ : state) {
    for (std::size_t i = 0; i < items.size(); ++i) pipeline.make(items[i], i, 0, Phase::train, bytes);
  }
  count_frames(state, videos.listed.videos.size());
}
BENCHMARK(make_samples)->Unit(benchmark::kMillisecond)->UseRealTime();

cv::Mat first_frame(const Videos& videos) {
  cv::Mat first;
  VideoDecoder{videos.root() / videos.listed.videos[0].path}.decode(
      {0}, [&](std::int64_t, const cv::Mat& rgb) { first = rgb.clone(); });
  return first;
}

/// A candidate for the store: 0 raw bytes, else PNG with (level, strategy) as 10 * strategy + level.
std::vector<std::uint8_t> encoded(const cv::Mat& rgb, int kind) {
  if (kind == 0) return {rgb.datastart, rgb.dataend};
  std::vector<std::uint8_t> bytes;
  cv::imencode(".png", rgb, bytes,
               {cv::IMWRITE_PNG_COMPRESSION, kind % 10, cv::IMWRITE_PNG_STRATEGY, kind / 10});
  return bytes;
}

void encode_frame(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  const auto frame = first_frame(videos);
  for (auto _ : state) benchmark::DoNotOptimize(encoded(frame, static_cast<int>(state.range(0))).data());
  state.counters["bytes"] = static_cast<double>(encoded(frame, static_cast<int>(state.range(0))).size());
}
BENCHMARK(encode_frame)->Arg(0)->Arg(1)->Arg(3)->Arg(11)->Arg(21)->Arg(31)->Unit(benchmark::kMicrosecond);

void decode_frame(benchmark::State& state) {
  const Videos videos;
  if (lacks(videos, state)) return;
  const auto frame = first_frame(videos);
  const auto kind = static_cast<int>(state.range(0));
  const auto bytes = encoded(frame, kind);
  for (auto _ : state) {
    if (kind == 0) {
      const auto copy = bytes;
      benchmark::DoNotOptimize(copy.data());
    } else {
      benchmark::DoNotOptimize(cv::imdecode(bytes, cv::IMREAD_COLOR).data);
    }
  }
}
BENCHMARK(decode_frame)->Arg(0)->Arg(1)->Arg(3)->Arg(11)->Arg(21)->Arg(31)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace unseen
