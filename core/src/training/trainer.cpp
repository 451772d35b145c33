#include "training/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <unseen/error.hpp>
#include <unseen/gradients.hpp>

#include "training/batch_step.hpp"
#include "training/normalisation.hpp"
#include "training/progress.hpp"
#include "training/schedule.hpp"
#include "training/training_state.hpp"
#include "training/weights.hpp"

namespace unseen {
namespace {

std::vector<torch::Tensor> trainable(const Backbone& model) {
  std::vector<torch::Tensor> parameters;
  for (const auto& parameter : model.parameters()) {
    if (parameter.requires_grad()) parameters.push_back(parameter);
  }
  return parameters;
}

}  // namespace

Trainer::Trainer(Parts parts)
    : parts_{std::move(parts)},
      parameters_{trainable(parts_.model)},
      buffers_{parts_.model.buffers()},
      optimizer_{parts_.config.optimizer, parameters_} {}

std::int64_t Trainer::resume() {
  const auto checkpoint = parts_.checkpoints.newest();
  if (!checkpoint) return -1;
  load_state_dict(parts_.model, checkpoint->weights, "the run's checkpoint");
  restore_training_state(checkpoint->state, optimizer_, parts_.regularizer, parts_.placement.device);
  cursor_ = checkpoint->cursor;
  return cursor_.step;
}

WeightFile Trainer::run() {
  parts_.model.train();
  // The last attempt may have ended between its checkpoint and the copy of the best weights.
  if (cursor_.best_epoch >= 0 && cursor_.best_epoch == cursor_.epoch - 1 && cursor_.batch == 0) keep_best();
  while (cursor_.epoch < parts_.config.train.epochs) train_epoch();
  const auto name = cursor_.best_epoch >= 0 ? "best" : "last";
  if (const auto file = parts_.checkpoints.weights(name); cursor_.best_epoch >= 0 && file) return *file;
  return parts_.checkpoints.save_weights(name, state_dict(parts_.model), parts_.sink);
}

StepOutcome Trainer::gradient(const HostBatch& batch, EpochTiming& timing) {
  StepOutcome outcome;
  for (const auto& buffer : buffers_) outcome.buffers_before.push_back(buffer.clone());
  const auto on_device = [this](const torch::Tensor& tensor) {
    constexpr auto kAsynchronous = true;
    return tensor.to(parts_.placement.device, kAsynchronous);
  };
  BatchStep step{parts_.model,
                 parameters_,
                 normalised(on_device(batch.pixels), parts_.model.input(), parts_.placement.channels_last),
                 on_device(batch.labels),
                 {parts_.placement.bf16, parts_.placement.recompute}};
  for (const auto& parameter : parameters_) parameter.mutable_grad() = torch::Tensor{};
  timing.lap(timing.other);
  for (const auto& [name, value] : parts_.regularizer.accumulate(step)) {
    outcome.scalars.emplace_back(name, value.item<double>());
  }
  outcome.gradients = step.gradients();
  timing.lap(timing.gradient);
  return outcome;
}

void Trainer::update(const StepOutcome& outcome, EpochTiming& timing) {
  const auto norm = joint_norm(outcome.gradients).item<double>();
  const auto finite = std::isfinite(norm) && std::isfinite(outcome.scalars.at(0).second);
  if (finite) {
    const torch::NoGradGuard no_grad;
    const auto limit = parts_.config.optimizer.clip_norm;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      parameters_[i].mutable_grad() = outcome.gradients[i];
      if (limit > 0 && norm > limit) parameters_[i].mutable_grad().mul_(limit / norm);
    }
    timing.lap(timing.other);
    optimizer_.step(learning_rate(parts_.config.optimizer, cursor_.epoch, parts_.config.train.epochs));
    timing.lap(timing.update);
  }
  ++cursor_.step;
  finite ? log(outcome, norm) : skip(outcome, norm);
}

void Trainer::skip(const StepOutcome& outcome, double norm) {
  const torch::NoGradGuard no_grad;
  // A skipped step leaves no trace: its batch has already been in the running statistics.
  for (std::size_t i = 0; i < buffers_.size(); ++i) buffers_[i].copy_(outcome.buffers_before[i]);
  const auto text = fmt::format("{}: loss {}, gradient norm {}: step skipped", position(),
                                outcome.scalars.at(0).second, norm);
  ++cursor_.bad_steps;
  parts_.sink.metric("train/bad_steps", cursor_.step, cursor_.epoch, static_cast<double>(cursor_.bad_steps));
  parts_.sink.event("bad_step", text);
  const auto most = parts_.config.train.max_bad_steps;
  if (cursor_.bad_steps > most) {
    throw Error{
        fmt::format("{}; that is more than train.max_bad_steps = {}: lower optimizer.lr, set "
                    "optimizer.clip_norm, or look at the data",
                    text, most)};
  }
}

void Trainer::log(const StepOutcome& outcome, double norm) {
  const auto write = [this](const std::string& name, double value) {
    parts_.sink.metric(name, cursor_.step, cursor_.epoch, value);
  };
  for (const auto& [name, value] : outcome.scalars) write("train/" + name, value);
  write("train/gradient_norm", norm);
}

void Trainer::log(const EpochTiming& timing) {
  const auto write = [this](const std::string& name, double value) {
    parts_.sink.metric(name, cursor_.step, cursor_.epoch, value);
  };
  write("rate/images_per_second", static_cast<double>(timing.images) / timing.all());
  write("rate/data_wait_share", timing.wait / timing.all());
  write("rate/outside_share", timing.other / timing.all());
}

void Trainer::train_epoch() {
  auto batches = parts_.data.batches(cursor_.epoch);
  const auto count = static_cast<std::int64_t>(batches.size());
  batches.erase(batches.begin(), batches.begin() + std::min(cursor_.batch, count));
  const auto epoch = cursor_.epoch;
  Loader loader{
      std::move(batches),
      {parts_.data.samples_per_item(), parts_.model.input().side, parts_.placement.device.is_cuda()},
      [this, epoch](std::size_t item, std::uint8_t* pixels, std::int64_t* labels) {
        parts_.data.produce(epoch, item, pixels, labels);
      },
      parts_.placement.workers};
  const auto epochs = parts_.config.train.epochs;
  Progress progress{fmt::format("{}  epoch {}/{}  step", parts_.label, epoch + 1, epochs), "images", count,
                    cursor_.batch};
  EpochTiming timing;
  StepOutcome outcome;
  while (auto batch = loader.next()) {
    timing.lap(timing.wait);
    outcome.add(gradient(*batch, timing));
    const auto loss = outcome.scalars.at(0).second;
    timing.images += batch->size();
    ++cursor_.batch;
    if (outcome.micro_batches == parts_.config.train.accumulate || cursor_.batch == count) {
      update(outcome, timing);
      outcome = {};
    }
    progress.step(batch->size(),
                  fmt::format("loss {:.4f}  data wait {:.0f} %", loss, 100 * timing.wait / timing.all()));
    if (const auto signal = parts_.stop(); signal && outcome.micro_batches == 0) {
      save();
      throw Interrupted{*signal};
    }
    timing.lap(timing.other);
  }
  if (timing.images > 0) log(timing);  // none where only the validation was left to do
  finish_epoch();
}

void Trainer::finish_epoch() {
  bool best = false;
  try {
    best = validate();
  } catch (const Interrupted&) {
    save();
    throw;
  }
  ++cursor_.epoch;
  cursor_.batch = 0;
  const auto last = cursor_.epoch == parts_.config.train.epochs;
  // The best weights come after a checkpoint that knows of them: those of an attempt that nobody goes on from
  // are never taken for the run's.
  if (best || last || cursor_.epoch % parts_.config.checkpoint.every == 0) save();
  if (best) keep_best();
}

bool Trainer::validate() {
  double value = 0;
  for (const auto& [name, metric] : parts_.validate()) {
    parts_.sink.metric("val/" + name, cursor_.step, cursor_.epoch, metric);
    if (name == "video_auc") value = metric;
  }
  if (parts_.config.validate.select != "best_auc") return false;
  if (cursor_.best_epoch >= 0 && value <= cursor_.best_value) return false;
  cursor_.best_epoch = cursor_.epoch;
  cursor_.best_value = value;
  return true;
}

void Trainer::keep_best() { parts_.checkpoints.save_weights("best", state_dict(parts_.model), parts_.sink); }

void Trainer::save() {
  parts_.checkpoints.save({cursor_, state_dict(parts_.model),
                           training_state(optimizer_, parts_.regularizer, parts_.placement.device)},
                          parts_.sink);
}

std::string Trainer::position() const {
  return fmt::format("epoch {}, step {}", cursor_.epoch + 1, cursor_.step);
}

}  // namespace unseen
