#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <unseen/random.hpp>

#include "study/comparison.hpp"
#include "study/table.hpp"

namespace unseen {
namespace {

/// 1,000 runs: 20 rules x 10 learning rates x 5 seeds, each on four tests.
TableInput thousand_runs() {
  TableInput input;
  input.config = {{"rule", "lr"}, {"test"}, {"video_auc"}, ""};
  input.experiment = "bench";
  input.seeds = 5;
  for (int run = 0; run < 1000; ++run) {
    const auto rule = run / 50, lr = run / 5 % 10, seed = run % 5;
    for (int test = 0; test < 4; ++test) {
      TableEntry entry;
      entry.labels = {{"rule", fmt::format("rule {}", rule)},
                      {"lr", fmt::format("{}", lr)},
                      {"test", fmt::format("test {}", test)}};
      entry.source.seed = seed;
      entry.source.run_id = fmt::format("{:032x}", run);
      entry.run_state = entry.evaluation_state = "finished";
      entry.value = (run * 7 + test * 13) % 997 / 997.0;
      entry.real_videos = entry.fake_videos = 100;
      input.entries.push_back(entry);
    }
  }
  return input;
}

void table_over_1000_runs(benchmark::State& state) {
  const auto input = thousand_runs();
  for (auto _ : state) benchmark::DoNotOptimize(to_markdown(build_table(input)));
}
BENCHMARK(table_over_1000_runs)->Unit(benchmark::kMillisecond);

/// Two runs' scores of 2,500 real and 2,500 fake videos.
ComparedTest five_thousand_videos() {
  ComparedTest test{"bench", {}, {{"a", "b", 1, {}, {}}}};
  Random random{1, 2, 3};
  for (int video = 0; video < 5000; ++video) {
    const auto label = video % 2;
    test.labels.push_back(label);
    test.pairs[0].first.push_back(0.7 * random.uniform() + 0.3 * label * random.uniform());
    test.pairs[0].second.push_back(0.6 * random.uniform() + 0.4 * label * random.uniform());
  }
  return test;
}

void compare_two_runs_on_5000_videos(benchmark::State& state, const char* metric) {
  const auto test = five_thousand_videos();
  for (auto _ : state) benchmark::DoNotOptimize(compare(test, {.metric = metric, .replicates = 2000}));
}
BENCHMARK_CAPTURE(compare_two_runs_on_5000_videos, auc, "video_auc")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(compare_two_runs_on_5000_videos, eer, "video_eer")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace unseen
