// The paper's six augmentations, each by itself and in a chain, on one picture and one thread: that of
// $UNSEEN_BENCH_PICTURE, or a drawn one of 256 px. bench/peers/augmentations.py puts Albumentations beside
// it.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/augmentation.hpp>

#include "plugins/catalog.hpp"

namespace unseen {
namespace {

struct Step {
  const char* plugin;
  const char* options;
  double p;  ///< the paper's; of the noise, that of the nearest published recipe
};

constexpr Step kSteps[]{
    {"horizontal_flip", "", 0.5},
    {"rgb_shift", "", 0.3},
    {"hue_saturation_value", R"(, "hue_shift_limit": 0.3, "sat_shift_limit": 0.3, "val_shift_limit": 0.3)",
     0.3},
    {"random_brightness_contrast", R"(, "brightness_limit": 0.3, "contrast_limit": 0.3)", 0.3},
    {"image_compression", R"(, "quality_lower": 40)", 0.5},
    {"gauss_noise", "", 0.1},
};

using Chain = std::vector<std::unique_ptr<Augmentation>>;

std::unique_ptr<Augmentation> made(const Step& step, double p) {
  const Params params{step.plugin, parse_json("{\"p\": " + std::to_string(p) + step.options + "}")};
  return load_plugin<Augmentation>(step.plugin).make(params);
}

cv::Mat read_or_drawn() {
  cv::setNumThreads(0);
  cv::Mat picture;
  if (const auto* file = std::getenv("UNSEEN_BENCH_PICTURE"); file != nullptr) {
    picture = cv::imread(file);
    if (picture.empty()) throw std::runtime_error{std::string{file} + ": no picture that can be read"};
    cv::cvtColor(picture, picture, cv::COLOR_BGR2RGB);
  } else {
    picture.create(256, 256, CV_8UC3);
    cv::RNG{1}.fill(picture, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(picture, picture, {9, 9}, 0);
  }
  return picture;
}

void run(benchmark::State& state, const Chain& chain) {
  Sample sample;
  sample.outer = read_or_drawn();
  sample.box = {{}, sample.outer.size()};
  sample.image = sample.outer(sample.box);
  std::uint64_t item = 0;
  for (auto _ : state) {
    Group group{sample};
    Random random{1, 0, ++item};
    for (const auto& augmentation : chain) augmentation->apply(group, random, Phase::train);
    benchmark::DoNotOptimize(group[0].image.data);
  }
  state.SetItemsProcessed(state.iterations());
}

void one(benchmark::State& state, const Step& step) {
  Chain chain;
  chain.push_back(made(step, 1));
  run(state, chain);
}
BENCHMARK_CAPTURE(one, horizontal_flip, kSteps[0])->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one, rgb_shift, kSteps[1])->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one, hue_saturation_value, kSteps[2])->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one, random_brightness_contrast, kSteps[3])->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one, image_compression, kSteps[4])->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one, gauss_noise, kSteps[5])->Unit(benchmark::kMicrosecond);

void six(benchmark::State& state, bool always) {
  Chain chain;
  for (const auto& step : kSteps) chain.push_back(made(step, always ? 1 : step.p));
  run(state, chain);
}
BENCHMARK_CAPTURE(six, as_in_the_paper, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(six, always, true)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace unseen
