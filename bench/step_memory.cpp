// step_memory NAME [recompute]: two numbers in MiB of three ERM steps of a trial, its network, gradients and
// optimizer included. First the most bytes that tensors hold at once; then how far the resident set grows
// (Linux), which adds what libraries keep for themselves and what the allocator does not give back.
#include <c10/core/Allocator.h>
#include <c10/util/ThreadLocalDebugInfo.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include <unseen/error.hpp>

#include "backbone_trial.hpp"
#include "plugins/tensor_memory.hpp"

namespace unseen {
namespace {

constexpr double kMiB = 1 << 20;

class TensorBytes final : public c10::MemoryReportingInfoBase {
 public:
  void reportMemoryUsage(void*, std::int64_t bytes, std::size_t, std::size_t, c10::Device) override {
    held_ += bytes;
    most_ = std::max(most_, held_);
  }
  bool memoryProfilingEnabled() const override { return true; }
  double most() const { return static_cast<double>(most_) / kMiB; }

 private:
  std::int64_t held_ = 0, most_ = 0;
};

double resident(const std::string& key) {
  std::ifstream file{"/proc/self/status"};
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key + ":")) return std::stod(line.substr(key.size() + 1)) / 1024;
  }
  throw Error{"/proc/self/status has no " + key};
}

}  // namespace
}  // namespace unseen

int main(int argc, char** argv) {
  using namespace unseen;
  const auto found = std::find_if(trials().begin(), trials().end(), [&](const Trial& trial) {
    return argc > 1 && std::string{argv[1]} == trial.name;
  });
  if (found == trials().end()) {
    fmt::print(stderr, "wanted: bench_step_memory NAME [recompute]; NAME as in bench/backbone_trial.cpp\n");
    return 2;
  }
  keep_tensor_memory();
  torch::empty({1}).add_(1);  // loads what any tensor needs
  const auto before = resident("VmRSS");
  const auto bytes = std::make_shared<TensorBytes>();
  const c10::DebugInfoGuard guard{c10::DebugInfoKind::PROFILER_STATE, bytes};
  TrialRun run{*found, true, argc > 2};
  for (int i = 0; i < 3; ++i) run.step();
  fmt::print("{:.1f} {:.1f}\n", bytes->most(), resident("VmHWM") - before);
}
