// Where the time of a training step goes: ERM with resnet18 at 64 x 64 pixels, batches of 32, AdamW.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <map>

#include <unseen/gradients.hpp>

#include "bench/drawn_pictures.hpp"
#include "planning/plugin_maker.hpp"
#include "tests/support/temporary_folder.hpp"
#include "training/device.hpp"
#include "training/trainer.hpp"

namespace unseen {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBatches = 10;
constexpr std::size_t kBatch = 32;
constexpr std::size_t kSide = 64;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// A rule that notes when each step began. What comes before belongs to the step before.
class Timed final : public Regularizer {
 public:
  explicit Timed(Regularizer& rule) : rule_{rule} {}

  StepReport accumulate(Step& step) override {
    begins.push_back(Clock::now());
    return rule_.accumulate(step);
  }

  std::vector<Clock::time_point> begins;

 private:
  Regularizer& rule_;
};

/// Keeps the last value of each metric, and notes when the optimizer had stepped: the first row of a step
/// comes next. Holds for epochs without a bad step.
class TimedSink final : public RunSink {
 public:
  void metric(const std::string& name, std::int64_t, std::int64_t, double value) override {
    if (name == "train/loss") stepped.push_back(Clock::now());
    values[name] = value;
  }
  void event(const std::string&, const std::string&) override {}
  void artifact(const std::string&, const std::string&, const std::string&, std::int64_t) override {}
  void flush() override {}

  std::map<std::string, double> values;
  std::vector<Clock::time_point> stepped;
};

/// Seconds that the norm of the gradients takes, which stands between the passes and the optimizer: a median.
double norm_seconds(const std::vector<torch::Tensor>& parameters) {
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : parameters) gradients.push_back(parameter.grad());
  std::vector<double> seconds(15);
  for (auto& one : seconds) {
    const auto begin = Clock::now();
    benchmark::DoNotOptimize(joint_norm(gradients).item<double>());
    one = seconds_between(begin, Clock::now());
  }
  std::nth_element(seconds.begin(), seconds.begin() + 7, seconds.end());
  return seconds[7];
}

CellConfig small_training() {
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

/// Sums over all steps but the first, in which memory is taken from the system, and the last, which has none
/// after it.
Measured measured(const Timed& rule, const TimedSink& sink, double norm) {
  double outside = 0;
  for (std::size_t i = 1; i + 1 < kBatches; ++i) {
    outside += norm + seconds_between(sink.stepped.at(i), rule.begins.at(i + 1));
  }
  const auto all = seconds_between(rule.begins.at(1), rule.begins.back());
  return {all / static_cast<double>(kBatches - 2), outside / all, sink.values.at("rate/outside_share"),
          sink.values.at("rate/data_wait_share")};
}

/// One epoch of the product's trainer.
Measured train_one_epoch(const DrawnPictures& pictures) {
  at::manual_seed(1);
  const auto model =
      make<Backbone>(PluginConfig{"resnet", parse_json(R"({"variant": "18", "side": 64})"), {}, {}}).object;
  model->build(2);
  const auto erm = make<Regularizer>(PluginConfig{"erm", parse_json("{}"), {}, {}}).object;
  Timed rule{*erm};
  TimedSink sink;
  const auto config = small_training();
  const TemporaryFolder folder;
  const CheckpointFolder checkpoints{folder.path(), 1};
  const Placement placement{torch::kCPU, model->prefers_channels_last(torch::kCPU), 2, false};
  Trainer trainer{{*model, rule, config, pictures,
                   [] { return std::vector<std::pair<std::string, double>>{}; }, sink, checkpoints, placement,
                   []() -> std::optional<int> { return {}; }, "bench"}};
  trainer.run();
  return measured(rule, sink, norm_seconds(model->parameters()));
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
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(training_step, pictures_drawn, false)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace unseen
