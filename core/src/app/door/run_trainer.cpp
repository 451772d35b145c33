#include "app/door/run_trainer.hpp"

#include <ATen/Context.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/door/log_sink.hpp"
#include "app/door/prepared_set.hpp"
#include "metrics/summary.hpp"
#include "planning/plugin_maker.hpp"
#include "training/checkpoint.hpp"
#include "training/device.hpp"
#include "training/trainer.hpp"
#include "training/weights.hpp"

namespace unseen {
namespace {

constexpr std::int64_t kClasses = 2;

SetOptions set_options(const CellConfig& config, std::int64_t side, std::int64_t seed) {
  SetOptions options;
  options.faces = config.faces;
  options.side = side;
  options.seed = seed;
  options.workers = static_cast<std::size_t>(config.train.workers);
  options.device = select_device(config.train.device);
  return options;
}

std::unique_ptr<PreparedSet> training_set(const ResolvedCell& cell, std::int64_t side, std::int64_t seed,
                                          const StopRequest& stop) {
  const auto& train = cell.cell->config.train;
  auto options = set_options(cell.cell->config, side, seed);
  options.frames_per_video = train.frames_per_video;
  options.augmentations = train.augmentations;
  options.phase = Phase::train;
  options.batch_size = train.batch_size;
  options.balance = train.balance;
  return std::make_unique<PreparedSet>(cell.train, options, "training set", stop);
}

std::unique_ptr<PreparedSet> validation_set(const ResolvedCell& cell, std::int64_t side,
                                            const StopRequest& stop) {
  if (!cell.validate) return nullptr;
  const auto& validate = cell.cell->config.validate;
  auto options = set_options(cell.cell->config, side, 0);
  options.frames_per_video = validate.frames_per_video;
  options.augmentations = validate.augmentations;
  return std::make_unique<PreparedSet>(*cell.validate, options, "validation set", stop);
}

void note(RunSink& sink, const PreparedSet* set) {
  if (set == nullptr) return;
  for (const auto& text : set->notes()) sink.event("data", text);
}

}  // namespace

Placement placement(const CellConfig& config, torch::Device device) {
  return {device, false, static_cast<std::size_t>(config.train.workers), config.train.precision == "bf16",
          config.train.recompute};
}

std::shared_ptr<Backbone> make_model(const CellConfig& config, std::int64_t seed,
                                     const Placement& placement) {
  set_determinism();
  set_precision(config.train.precision, placement.device);
  at::manual_seed(static_cast<std::uint64_t>(seed));
  auto model = make<Backbone>(config.backbone.plugin).object;
  model->build(kClasses);
  if (!config.backbone.weights.empty()) {
    const auto left_out = load_weights(*model, config.backbone.weights);
    if (!left_out.empty()) {
      fmt::print(stderr, "{}: left out, of another class count: {}\n", config.backbone.weights.string(),
                 fmt::join(left_out, ", "));
    }
  }
  model->to(placement.device);
  set_memory_format(*model, model->prefers_channels_last(placement.device.type()));
  return model;
}

void train_run(const ResolvedCell& cell, std::int64_t seed, const std::string& label,
               const std::filesystem::path& folder, torch::Device device, RunLog& log,
               const StopRequest& stop) {
  const auto& config = cell.cell->config;
  auto where = placement(config, device);
  const auto model = make_model(config, seed, where);
  where.channels_last = model->prefers_channels_last(device.type());
  const auto regularizer = make<Regularizer>(config.regularizer).object;
  const auto side = model->input().side;
  const auto train = training_set(cell, side, seed, stop);
  const auto validation = validation_set(cell, side, stop);
  const Validate validate = [&]() -> std::vector<std::pair<std::string, double>> {
    if (!validation) return {};
    const auto scores = fake_probabilities(*model, *validation, validation->size(), config.train.batch_size,
                                           where, {}, label + "  validation", stop);
    return summarize(validation->by_video(scores).videos, NoFacePolicy::exclude);
  };

  LogSink sink{log};
  const CheckpointFolder checkpoints{folder, config.checkpoint.keep};
  Trainer trainer{{*model, *regularizer, config, *train, validate, sink, checkpoints, where, stop, label}};
  log.open_attempt(trainer.resume());
  sink.event("layout", where.channels_last ? "channels_last" : "contiguous");
  if (config.train.accumulate > 1) {
    sink.event(
        "accumulate",
        fmt::format("the gradient is the mean over {} micro-batches, each with a perturbation of its own",
                    config.train.accumulate));
  }
  note(sink, train.get());
  note(sink, validation.get());
  trainer.run();
  for (const auto* set : {train.get(), validation.get()}) {
    if (set == nullptr) continue;
    for (const auto& text : set->unusable()) sink.event("data", text);
  }
}

}  // namespace unseen
