// One forward pass and one ERM step with SGD of the backbones that bench/peers/backbones.py runs in Python.
#include <benchmark/benchmark.h>

#include "planning/plugin_maker.hpp"
#include "training/batch_step.hpp"
#include "training/device.hpp"
#include "training/optimizer.hpp"
#include "training/weights.hpp"

namespace unseen {
namespace {

struct Trial {
  const char *name, *plugin, *variant;
  std::int64_t side, batch;
};

constexpr Trial kTrials[]{{"convnext_atto", "convnext", "atto", 112, 16},
                          {"resnet50", "resnet", "50", 128, 8},
                          {"efficientnet_b0", "efficientnet", "b0", 128, 8},
                          {"legacy_xception", "xception", "legacy", 149, 4},
                          {"tf_efficientnet_lite0", "efficientnet", "lite0", 128, 8}};

struct Bench {
  std::shared_ptr<Backbone> model;
  torch::Tensor images, labels;

  Bench(const Trial& trial, bool channels_last) {
    set_determinism();
    at::manual_seed(1);
    const auto params = std::string{R"({"variant":")"} + trial.variant + R"("})";
    model = make<Backbone>(PluginConfig{trial.plugin, parse_json(params), {}, {}}).object;
    model->build(2);
    images = torch::randn({trial.batch, 3, trial.side, trial.side});
    if (channels_last) images = images.contiguous(torch::MemoryFormat::ChannelsLast);
    set_memory_format(*model, channels_last);
    labels = torch::randint(2, {trial.batch}, torch::kLong);
  }
};

void forward(benchmark::State& state, const Trial& trial, bool channels_last) {
  const Bench bench{trial, channels_last};
  const c10::InferenceMode inference;
  bench.model->eval();
  for (auto _ : state) benchmark::DoNotOptimize(bench.model->forward(bench.images));
}

void step(benchmark::State& state, const Trial& trial, bool channels_last) {
  const Bench bench{trial, channels_last};
  bench.model->train();
  const auto parameters = bench.model->parameters();
  const auto erm = make<Regularizer>(PluginConfig{"erm", parse_json("{}"), {}, {}}).object;
  OptimizerConfig config;
  config.name = "sgd";
  config.momentum = 0.9;
  Optimizer optimizer{config, parameters};
  for (auto _ : state) {
    for (const auto& parameter : parameters) parameter.mutable_grad() = torch::Tensor{};
    BatchStep batch{*bench.model, parameters, bench.images, bench.labels};
    erm->accumulate(batch);
    optimizer.step(1e-3);
  }
}

void register_all() {
  for (const auto& trial : kTrials) {
    for (const auto channels_last : {false, true}) {
      const auto ending = std::string{"/"} + trial.name + (channels_last ? "/channels_last" : "/contiguous");
      const auto add = [&](const std::string& name, auto function) {
        benchmark::RegisterBenchmark((name + ending).c_str(),
                                     [=](benchmark::State& state) { function(state, trial, channels_last); })
            ->Unit(benchmark::kMillisecond)
            ->UseRealTime();
      };
      add("forward", forward);
      add("step", step);
    }
  }
}

}  // namespace
}  // namespace unseen

int main(int argc, char** argv) {
  unseen::register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
