// bench_regularizers [ROUNDS] [DEVICE] [PRECISION]: the gradient of each rule beside ERM's, in one process,
// in turn; medians.
//
// The floor of a rule is what its passes cost if nothing but the passes cost anything: the sum of the times
// of its parts, measured apart on the network without modules. Prefix: what lies before the first module;
// suffix: the rest, by whose input gradients alone the deltas get theirs.
#include <fmt/format.h>

#include <torch/autograd.h>

#include <map>

#include "backbone_trial.hpp"
#include "compute.hpp"
#include "planning/plugin_maker.hpp"

namespace unseen {
namespace {

using Tensors = std::vector<torch::Tensor>;
using Times = std::map<std::string, std::vector<double>>;

struct Rule {
  const char *name, *plugin, *params;
};

constexpr Rule kRules[]{{"ERM", "erm", "{}"},
                        {"PIM, alpha 1", "gradreg_pim", "{}"},
                        {"PIM, alpha 0.5", "gradreg_pim", R"({"alpha":0.5})"},
                        {"SAM", "sam", "{}"},
                        {"GNP", "gnp", "{}"},
                        {"DualFlat", "dual_flat", "{}"}};

/// One round of the parts that every rule's passes are made of.
void measure_parts(TrialRun& run, const Compute& compute, Times& times) {
  auto step = run.batch();
  const auto cut = run.model().segment_index(run.model().shallow_segments().front()) + 1;
  const auto end = run.model().segments().size();
  torch::Tensor prefix, loss;
  const auto gradient = [&](const torch::Tensor& of, const Tensors& by, const Tensors& from = {}) {
    return torch::autograd::grad({of}, by, from, std::nullopt, false, true);
  };
  times["prefix"].push_back(compute.milliseconds([&] { prefix = step.forward(step.images(), 0, cut); }));
  const auto features = prefix.detach().requires_grad_();
  const auto suffix = [&] { loss = step.loss(step.forward(features, cut, end)); };
  times["suffix"].push_back(compute.milliseconds(suffix));
  times["inputs"].push_back(compute.milliseconds([&] { gradient(loss, {features}); }));
  suffix();
  auto by = run.parameters();
  by.push_back(features);
  Tensors found;
  times["suffix backward"].push_back(compute.milliseconds([&] { found = gradient(loss, by); }));
  times["prefix backward"].push_back(
      compute.milliseconds([&] { gradient(prefix, run.parameters(), {found.back()}); }));
}

/// Milliseconds of a rule's passes alone.
double floor_of(const std::string& rule, const std::map<std::string, double>& part) {
  const auto suffix = part.at("suffix") + part.at("suffix backward");
  const auto erm = part.at("prefix") + suffix + part.at("prefix backward");
  if (rule == "PIM, alpha 1") return erm + part.at("suffix") + part.at("inputs");
  if (rule == "PIM, alpha 0.5") return erm + suffix;
  if (rule == "SAM" || rule == "GNP") return 2 * erm;
  if (rule == "DualFlat") return 2 * erm + suffix + part.at("prefix backward");
  return erm;
}

void measure(const Trial& trial, int rounds, const Compute& compute) {
  TrialRun run{trial, true, false, compute};
  run.model().train();
  std::vector<std::unique_ptr<Regularizer>> rules;
  for (const auto& rule : kRules) {
    rules.push_back(make<Regularizer>(PluginConfig{rule.plugin, parse_json(rule.params), {}, {}}).object);
  }
  Times times;
  for (int round = -1; round < rounds; ++round) {
    if (round == 0) times.clear();  // the first warms up
    for (std::size_t i = 0; i < rules.size(); ++i) {
      auto step = run.batch();
      times[kRules[i].name].push_back(compute.milliseconds([&] { rules[i]->accumulate(step); }));
    }
    measure_parts(run, compute, times);
  }
  std::map<std::string, double> medians;
  for (const auto& [name, values] : times) medians[name] = median(values);
  fmt::print("\n{} at {}, batch {}, {} {}\n{:16}{:>9}{:>9}{:>9}{:>12}\n", trial.name, trial.side, trial.batch,
             device_text(compute.device), compute.precision, "rule", "ms", "/ ERM", "floor", "above floor");
  const auto erm = medians.at("ERM"), least = floor_of("ERM", medians);
  for (const auto& rule : kRules) {
    const auto own = medians.at(rule.name), floor = floor_of(rule.name, medians);
    fmt::print("{:16}{:9.1f}{:9.2f}{:9.2f}{:11.0f} %\n", rule.name, own, own / erm, floor / least,
               100 * (own / erm / (floor / least) - 1));
  }
}

}  // namespace
}  // namespace unseen

int main(int argc, char** argv) {
  using namespace unseen;
  const auto rounds = argc > 1 ? std::stoi(argv[1]) : 9;
  const auto compute = Compute::of_arguments(argc, argv, 2);
  for (const auto& trial :
       {Trial{"resnet18", "resnet", "18", 128, 16}, Trial{"resnet50", "resnet", "50", 128, 8},
        Trial{"convnext_atto", "convnext", "atto", 112, 16}}) {
    measure(trial, rounds, compute);
  }
}
