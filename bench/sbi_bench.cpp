// Pairs of self-blended images a second, in one thread, ready for a network of 224: from outer crops at hand,
// and from their PNG as a store may keep them. The argument is the width of the face in pixels; 128 is that
// of an outer crop of 256. With --write FOLDER nothing is measured: the frames that the faces of 160, 250 and
// 320 come from are written, with landmarks and box, for bench/peers/sbi.py.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstring>
#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/support/drawn_face.hpp"
#include "tests/support/plugins.hpp"

namespace unseen {
namespace {

constexpr int kSide = 224;

cv::Size frame_of(int width) {
  if (width <= 160) return {640, 480};
  return width <= 250 ? cv::Size{1280, 720} : cv::Size{1920, 1080};
}

/// A face that wide in a whole frame.
Sample framed(int width) {
  const auto frame = frame_of(width);
  Sample sample;
  const cv::Rect2f face{static_cast<float>((frame.width - width) / 2), static_cast<float>(1.45 * width),
                        static_cast<float>(width), static_cast<float>(width)};
  sample.landmarks = test::plain_landmarks(face);
  sample.outer = test::drawn_face(frame, *sample.landmarks);
  sample.box = {cvRound(face.x), cvRound(1.2 * width), width, cvRound(1.27 * width)};
  return sample;
}

/// What the crop store keeps of it: half the box' width at the sides, its height above, 0.4 below.
Sample stored(Sample sample) {
  const auto& box = sample.box;
  const cv::Rect context{box.x - box.width / 2, box.y - box.height, 2 * box.width, cvRound(2.4 * box.height)};
  const auto region = context & cv::Rect({0, 0}, sample.outer.size());
  sample.outer = sample.outer(region).clone();
  for (auto& point : *sample.landmarks) point -= cv::Point2f(region.tl());
  sample.box -= region.tl();
  return sample;
}

void make_pair_of(const Augmentation& sbi, const Sample& sample, std::uint64_t item, Phase phase) {
  Group group{sample};
  Random random{1, 1, item};
  sbi.apply(group, random, phase);
  cv::Mat small;
  for (const auto& made : group) {
    cv::resize(made.image, small, {kSide, kSide}, 0, 0, cv::INTER_LINEAR);
    benchmark::DoNotOptimize(small.data);
  }
}

void measure(benchmark::State& state, Phase phase, bool decodes) {
  cv::setNumThreads(0);
  const auto sbi = make_augmentation("sbi");
  auto sample = stored(framed(static_cast<int>(state.range(0))));
  std::vector<std::uint8_t> png;
  cv::imencode(".png", sample.outer, png, {cv::IMWRITE_PNG_COMPRESSION, 1});
  std::uint64_t item = 0;
  for (auto _ : state) {
    if (decodes) sample.outer = cv::imdecode(png, cv::IMREAD_COLOR);
    make_pair_of(*sbi, sample, item++, phase);
  }
  state.SetLabel(fmt::format("outer crop {}x{}", sample.outer.cols, sample.outer.rows));
  state.counters["pairs/s"] = benchmark::Counter(static_cast<double>(item), benchmark::Counter::kIsRate);
}

void training_pairs(benchmark::State& state) { measure(state, Phase::train, false); }
void training_pairs_from_png(benchmark::State& state) { measure(state, Phase::train, true); }
void validation_pairs(benchmark::State& state) { measure(state, Phase::validate, false); }

/// Enough pairs that each kind of draw comes as often as it should.
void at_face_widths(benchmark::internal::Benchmark* bench) {
  for (const auto width : {128, 160, 250, 320}) bench->Arg(width);
  bench->Iterations(600)->Unit(benchmark::kMillisecond);
}

BENCHMARK(training_pairs)->Apply(at_face_widths);
BENCHMARK(training_pairs_from_png)->Apply(at_face_widths);
BENCHMARK(validation_pairs)->Apply(at_face_widths);

void write_frames(const std::string& folder) {
  for (const auto width : {160, 250, 320}) {
    const auto sample = framed(width);
    const auto stem = fmt::format("{}/{}", folder, width);
    cv::Mat bgr;
    cv::cvtColor(sample.outer, bgr, cv::COLOR_RGB2BGR);
    cv::imwrite(stem + ".png", bgr);
    auto points = nlohmann::json::array();
    for (const auto& point : *sample.landmarks) points.push_back({point.x, point.y});
    const auto& box = sample.box;
    std::ofstream{stem + ".json"} << nlohmann::json{{"points", points},
                                                    {"box", {box.x, box.y, box.width, box.height}}};
  }
}

}  // namespace
}  // namespace unseen

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--write") == 0) {
    unseen::write_frames(argv[2]);
    return 0;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
