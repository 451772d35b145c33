// bench_perturbation [ROUNDS] [DEVICE]: each form of the perturbation of statistics (eq. 7) on the features
// of a first module, in turn in one process; medians.
//
// The floor is the bytes that any form must move, at the speed of a copy measured in the same rounds: forward
// reads f and writes f'; backward reads f and the gradient by f', and writes the one by f. A form whose
// instances fit the cache may read them twice at no cost.
#include <fmt/format.h>
#include <torch/autograd.h>

#include <functional>
#include <map>

#include "compute.hpp"
#include "plugins/tensor_memory.hpp"
#include "sdk/statistics_forms.hpp"

namespace unseen {
namespace {

struct Features {
  const char* of;
  std::int64_t n, channels, side;
};

struct Form {
  const char* name;
  torch::MemoryFormat layout;
  std::function<torch::Tensor(const torch::Tensor&, const StatisticsDelta&)> perturb;
};

torch::Tensor written_out(const torch::Tensor& f, const StatisticsDelta& delta) {
  const auto mu = f.mean({2, 3}, true);
  const auto sigma = (f.var(at::IntArrayRef{2, 3}, false, true) + 1e-5).sqrt();
  return f + delta.mean + (f - mu) / sigma * delta.sigma;
}

std::vector<Form> forms() {
  const auto group_norm = [](auto& f, auto& delta) { return perturbed_by_group_norm(f, delta, 1e-5); };
  const auto affine = [](auto& f, auto& delta) { return perturbed_by_affine(f, delta, {}); };
  constexpr auto kContiguous = torch::MemoryFormat::Contiguous, kLast = torch::MemoryFormat::ChannelsLast;
  return {{"written out", kContiguous, written_out}, {"group norm", kContiguous, group_norm},
          {"affine", kContiguous, affine},           {"written out", kLast, written_out},
          {"group norm", kLast, group_norm},         {"affine", kLast, affine}};
}

void measure(const Features& features, int rounds, const Compute& compute) {
  const auto drawn =
      torch::randn({features.n, features.channels, features.side, features.side}, compute.device);
  const auto delta = [&] {
    return torch::full({1, features.channels, 1, 1}, 0.01, compute.device).requires_grad_();
  };
  const StatisticsDelta deltas{delta(), delta()};
  const auto all = forms();
  std::vector<std::vector<double>> forward(all.size()), both(all.size());
  std::vector<double> copies;
  auto target = torch::empty_like(drawn);
  for (int round = -1; round < rounds; ++round) {
    if (round >= 0) copies.push_back(compute.milliseconds([&] { target.copy_(drawn); }));
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto f = drawn.contiguous(all[i].layout).detach().requires_grad_();
      const auto gradient = torch::ones_like(f);
      torch::Tensor out;
      const auto there = compute.milliseconds([&] { out = all[i].perturb(f, deltas); });
      const auto back = compute.milliseconds([&] {
        torch::autograd::grad({out}, {f, deltas.mean, deltas.sigma}, {gradient});
      });
      if (round < 0) continue;  // the first warms up
      forward[i].push_back(there);
      both[i].push_back(there + back);
    }
  }
  const auto copy = median(copies), mib = static_cast<double>(drawn.nbytes()) / (1 << 20);
  fmt::print("\n{}: {} x {} x {} x {}, {:.1f} MiB, a copy {:.2f} ms\n", features.of, features.n,
             features.channels, features.side, features.side, mib, copy);
  fmt::print("{:16}{:15}{:>12}{:>9}{:>20}{:>9}\n", "form", "layout", "forward ms", "/ floor",
             "and backward ms", "/ floor");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto there = median(forward[i]), whole = median(both[i]);
    fmt::print("{:16}{:15}{:12.2f}{:9.1f}{:20.2f}{:9.1f}\n", all[i].name,
               all[i].layout == torch::MemoryFormat::ChannelsLast ? "channels_last" : "contiguous", there,
               there / copy, whole, whole / (2.5 * copy));
  }
}

}  // namespace
}  // namespace unseen

int main(int argc, char** argv) {
  using namespace unseen;
  const auto rounds = argc > 1 ? std::stoi(argv[1]) : 21;
  const auto compute = Compute::of_arguments(argc, argv, 2);
  keep_tensor_memory();
  for (const auto& features :
       {Features{"resnet18 at 128, batch 16", 16, 64, 32}, Features{"resnet50 at 128, batch 8", 8, 256, 32},
        Features{"convnext_atto at 112, batch 16", 16, 40, 28},
        Features{"convnext_base at 224, batch 32", 32, 128, 56}}) {
    measure(features, rounds, compute);
  }
}
