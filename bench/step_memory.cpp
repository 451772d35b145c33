// step_memory NAME [recompute]: the most memory in MiB that a few steps of a trial take, network, gradients,
// optimizer and the libraries' own included, beyond what the process held before it made the network (Linux).
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include <unseen/error.hpp>

#include "backbone_trial.hpp"

namespace unseen {
namespace {

double mebibytes(const std::string& key) {
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
  torch::empty({1}).add_(1);  // loads what any tensor needs
  const auto before = mebibytes("VmRSS");
  TrialRun run{*found, true, argc > 2};
  for (int i = 0; i < 3; ++i) run.step();
  fmt::print("{:.1f}\n", mebibytes("VmHWM") - before);
}
