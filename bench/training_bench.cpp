// Where the time of a training step goes: ERM with resnet18 at 64 x 64 pixels, batches of 32, AdamW, as
// experiments/quickstart.toml trains it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>

#include "bench/drawn_pictures.hpp"
#include "planning/plugin_maker.hpp"
#include "tests/support/temporary_folder.hpp"
#include "training/device.hpp"
#include "training/trainer.hpp"

namespace unseen {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBatches = 16;
constexpr std::size_t kBatch = 32;
constexpr std::size_t kSide = 64;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// A rule with a clock: when each step began, and how long its forward and backward passes took.
class Timed final : public Regularizer {
 public:
  explicit Timed(Regularizer& rule) : rule_{rule} {}

  StepReport accumulate(Step& step) override {
    begins.push_back(Clock::now());
    auto report = rule_.accumulate(step);
    seconds.push_back(seconds_since(begins.back()));
    return report;
  }

  std::vector<Clock::time_point> begins;
  std::vector<double> seconds;

 private:
  Regularizer& rule_;
};

/// The last value of each metric.
class LastValues final : public RunSink {
 public:
  void metric(const std::string& name, std::int64_t, std::int64_t, double value) override {
    values[name] = value;
  }
  void event(const std::string&, const std::string&) override {}
  void artifact(const std::string&, const std::string&, const std::string&, std::int64_t) override {}
  void flush() override {}

  std::map<std::string, double> values;
};

/// Seconds of one optimizer step: the median of many on gradients that lie in .grad().
double optimizer_seconds(const OptimizerConfig& config, const std::vector<torch::Tensor>& parameters) {
  Optimizer optimizer{config, parameters};
  std::vector<double> seconds(15);
  optimizer.step(0.0);
  for (auto& one : seconds) {
    const auto begin = Clock::now();
    optimizer.step(0.0);
    one = seconds_since(begin);
  }
  std::nth_element(seconds.begin(), seconds.begin() + 7, seconds.end());
  return seconds[7];
}

CellConfig quickstart() {
  CellConfig config;
  config.train.epochs = 1;
  config.optimizer.name = "adamw";
  config.optimizer.lr = 5e-4;
  config.validate.select = "last";
  return config;
}

struct Measured {
  double step;            ///< seconds from one step's beginning to the next one's
  double outside;         ///< share of it that is neither forward, backward nor optimizer
  double logged_outside;  ///< what the trainer itself logs as rate/outside_share
  double data_wait;       ///< and as rate/data_wait_share
};

/// One epoch of the product's trainer, without its first step, in which memory is taken from the system.
Measured train_one_epoch(const DrawnPictures& pictures) {
  at::manual_seed(1);
  const auto model =
      make<Backbone>(PluginConfig{"resnet", parse_json(R"({"variant": "18", "side": 64})"), {}, {}}).object;
  model->build(2);
  const auto erm = make<Regularizer>(PluginConfig{"erm", parse_json("{}"), {}, {}}).object;
  Timed rule{*erm};
  LastValues sink;
  const auto config = quickstart();
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints{folder.path(), 1};
  const Placement placement{torch::kCPU, model->prefers_channels_last(torch::kCPU), 2, false};
  Trainer trainer{{*model, rule, config, pictures,
                   [] { return std::vector<std::pair<std::string, double>>{}; }, sink, checkpoints, placement,
                   []() -> std::optional<int> { return {}; }, "bench"}};
  trainer.run();
  const auto steps = static_cast<double>(kBatches - 2);
  const auto all = std::chrono::duration<double>(rule.begins.back() - rule.begins[1]).count();
  const auto passes = std::accumulate(rule.seconds.begin() + 1, rule.seconds.end() - 1, 0.0);
  const auto inside = passes + steps * optimizer_seconds(config.optimizer, model->parameters());
  return {all / steps, 1.0 - inside / all, sink.values["rate/outside_share"],
          sink.values["rate/data_wait_share"]};
}

void training_step(benchmark::State& state, bool ahead) {
  set_determinism();
  set_precision("fp32", torch::kCPU);
  const DrawnPictures pictures{{kBatches, kBatch, kSide}, ahead};
  Measured last{};
  for (auto _ : state) {
    last = train_one_epoch(pictures);
    state.SetIterationTime(last.step);
  }
  state.counters["outside"] = last.outside;
  state.counters["logged_outside"] = last.logged_outside;
  state.counters["data_wait"] = last.data_wait;
}
BENCHMARK_CAPTURE(training_step, pictures_at_hand, true)
    ->Iterations(1)
    ->Repetitions(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(training_step, pictures_drawn, false)
    ->Iterations(1)
    ->Repetitions(3)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace unseen
