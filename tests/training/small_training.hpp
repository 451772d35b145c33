#pragma once

#include <csignal>

#include <unseen/error.hpp>
#include <unseen/random.hpp>

#include "memory_sink.hpp"
#include "support/models.hpp"
#include "support/temporary_folder.hpp"
#include "training/trainer.hpp"
#include "training/weights.hpp"

namespace unseen::test {

/// 24 pictures of 8 x 8 pixels, red ones real and green ones fake, with noise.
class RedAndGreen final : public TrainingSource {
 public:
  std::size_t samples_per_item() const override { return 1; }
  void produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
               std::int64_t* labels) const override {
    Random random{9, static_cast<std::uint64_t>(epoch), item};
    labels[0] = static_cast<std::int64_t>(item % 2);
    for (std::size_t i = 0; i < 8 * 8 * 3; ++i) {
      const auto bright = i % 3 == item % 2 ? 120 : 0;
      pixels[i] = static_cast<std::uint8_t>(bright + random.integer(0, 100));
    }
  }
  std::vector<std::vector<std::size_t>> batches(std::int64_t epoch) const override {
    std::vector<std::vector<std::size_t>> result(4);
    for (std::size_t i = 0; i < 24; ++i) result[(i / 6 + static_cast<std::size_t>(epoch)) % 4].push_back(i);
    return result;
  }
};

struct AttemptOptions {
  std::string regularizer = "erm";
  std::int64_t accumulate = 1;
  std::int64_t stop_after = -1;  ///< signal after so many calls
  std::size_t workers = 2;
  std::int64_t max_bad_steps = 10;
  bool channels_last = true;
  std::int64_t stop_in_validation = -1;  ///< of this epoch
};

/// One attempt at a run of three epochs; the folder and the sink outlive it.
inline std::map<std::string, torch::Tensor> attempt(const TemporaryFolder& folder, MemorySink& sink,
                                                    const AttemptOptions& options,
                                                    Regularizer* rule = nullptr) {
  torch::manual_seed(4);
  const auto model = two_layer_network();
  model->build(2);
  const auto made = make_regularizer(options.regularizer);
  CellConfig config;
  config.train.epochs = 3;
  config.train.accumulate = options.accumulate;
  config.train.max_bad_steps = options.max_bad_steps;
  config.optimizer.name = "adamw";
  config.optimizer.lr = 0.01;
  const RedAndGreen data;
  std::int64_t calls = 0;
  const StopRequest stop = [&]() -> std::optional<int> {
    return calls++ == options.stop_after ? std::optional{SIGTERM} : std::nullopt;
  };
  std::int64_t validations = 0;
  const Validate validate = [&] {
    if (validations == options.stop_in_validation) throw Interrupted{SIGTERM};
    const auto sum = model->parameters()[0].sum().item<double>();
    ++validations;
    return std::vector<std::pair<std::string, double>>{{"video_auc", std::abs(std::sin(sum))}};
  };
  const CheckpointFolder checkpoints{folder.path(), 2};
  Trainer trainer{{*model, rule == nullptr ? *made : *rule, config, data, validate, sink, checkpoints,
                   Placement{torch::kCPU, options.channels_last, options.workers, false}, stop, "test"}};
  sink.forget_after(trainer.resume());
  trainer.run();
  std::map<std::string, torch::Tensor> weights;
  for (const auto& [name, tensor] : state_dict(*model)) weights[name] = tensor.clone();
  return weights;
}

}  // namespace unseen::test
