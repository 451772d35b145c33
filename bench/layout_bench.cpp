#include <benchmark/benchmark.h>
#include <torch/types.h>

#include "figures/layout.hpp"

namespace unseen {
namespace {

/// The paper's figures: 140 + 140 videos, 16 frames each, the features of ConvNeXt's widest sibling.
torch::Tensor features() {
  at::manual_seed(1);
  const auto centres = torch::randn({20, 2048});
  return centres.repeat_interleave(224, 0) + torch::randn({4480, 2048});
}

void neighbours_of_4480_features(benchmark::State& state) {
  const auto points = features();
  for (auto _ : state) benchmark::DoNotOptimize(nearest_neighbours(points, 15).distances.data());
}
BENCHMARK(neighbours_of_4480_features)->Unit(benchmark::kMillisecond)->UseRealTime();

void umap_of_4480_features(benchmark::State& state) {
  const auto points = features();
  for (auto _ : state) benchmark::DoNotOptimize(layout(points, "umap", 1).data_ptr());
}
BENCHMARK(umap_of_4480_features)->Unit(benchmark::kMillisecond)->UseRealTime();

void trustworthiness_of_4480_points(benchmark::State& state) {
  const auto points = features();
  const auto places = layout(points, "pca", 1);
  for (auto _ : state) benchmark::DoNotOptimize(trustworthiness(points, places, 15));
}
BENCHMARK(trustworthiness_of_4480_points)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace unseen
