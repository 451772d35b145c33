// One forward pass and one ERM step with SGD of the backbones that bench/peers/backbones.py runs in Python.
#include <benchmark/benchmark.h>

#include "backbone_trial.hpp"

namespace unseen {
namespace {

void add(const std::string& what, const Trial& trial, bool channels_last, bool recompute,
         void (TrialRun::*measured)()) {
  const auto name = what + "/" + trial.name + (channels_last ? "/channels_last" : "/contiguous");
  benchmark::RegisterBenchmark(name.c_str(),
                               [=](benchmark::State& state) {
                                 TrialRun run{trial, channels_last, recompute};
                                 for (auto _ : state) (run.*measured)();
                               })
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
}

void register_all() {
  for (const auto& trial : trials()) {
    for (const auto channels_last : {false, true}) {
      add("forward", trial, channels_last, false, &TrialRun::forward);
      add("step", trial, channels_last, false, &TrialRun::step);
    }
    add("recompute", trial, true, true, &TrialRun::step);
  }
}

}  // namespace
}  // namespace unseen

int main(int argc, char** argv) {
  unseen::register_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
