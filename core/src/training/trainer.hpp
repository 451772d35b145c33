#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <unseen/regularizer.hpp>

#include "experiment/config.hpp"
#include "training/checkpoint.hpp"
#include "training/epoch_timing.hpp"
#include "training/evaluator.hpp"
#include "training/loader.hpp"
#include "training/optimizer.hpp"
#include "training/run_sink.hpp"
#include "training/sample_source.hpp"
#include "training/step_outcome.hpp"

namespace unseen {

/// Metrics of the validation set; "video_auc" among them where checkpoints are chosen by it. Empty without
/// one.
using Validate = std::function<std::vector<std::pair<std::string, double>>()>;

/// Trains one model: steps through the epochs, validates, keeps checkpoints. Goes on from the newest
/// checkpoint where there is one, and then ends with the same bits as without the interruption (on a CPU,
/// with the same number of threads).
class Trainer {
 public:
  /// Everything is lent, and outlives the trainer.
  struct Parts {
    Backbone& model;
    Regularizer& regularizer;
    const CellConfig& config;
    const TrainingSource& data;
    Validate validate;
    RunSink& sink;
    const CheckpointFolder& checkpoints;
    Placement placement;
    StopRequest stop;
    std::string label;  ///< begins progress lines
  };

  explicit Trainer(Parts parts);

  /// Loads the newest checkpoint, if there is one; returns its optimizer step, or -1.
  std::int64_t resume();

  /// To the last epoch. Throws Interrupted after a signal, with a checkpoint saved; Error after more bad
  /// steps than `train.max_bad_steps`. Returns the weights that the experiment chose: best.safetensors or
  /// last.safetensors.
  WeightFile run();

 private:
  void train_epoch();
  StepOutcome gradient(const HostBatch& batch, EpochTiming& timing);
  void update(const StepOutcome& outcome, EpochTiming& timing);
  void skip(const StepOutcome& outcome, double norm);
  void log(const StepOutcome& outcome, double norm);
  void log(const EpochTiming& timing);
  void finish_epoch();
  bool validate();  ///< whether the weights are the best so far
  void keep_best();
  void save();
  std::string position() const;

  Parts parts_;
  std::vector<torch::Tensor> parameters_;
  std::vector<torch::Tensor> buffers_;
  Optimizer optimizer_;
  Cursor cursor_;
};

}  // namespace unseen
