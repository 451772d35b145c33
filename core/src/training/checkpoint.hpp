#pragma once

#include <torch/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "training/run_sink.hpp"

namespace unseen {

/// Where training stands: which batch comes next, and what was best so far.
struct Cursor {
  std::int64_t epoch = 0;
  std::int64_t batch = 0;  ///< of the epoch
  std::int64_t step = 0;   ///< optimizer steps done, over all epochs
  std::int64_t bad_steps = 0;
  std::int64_t best_epoch = -1;  ///< none yet
  double best_value = 0.0;
};

/// All that an interrupted run needs to go on bit for bit.
struct Checkpoint {
  Cursor cursor;
  std::map<std::string, torch::Tensor> weights;  ///< timm's names
  std::map<std::string, torch::Tensor> state;    ///< optimizer, generators, regularizer
};

/// A file of weights and its SHA-256.
struct WeightFile {
  std::filesystem::path path;
  std::string sha256;
};

/// The checkpoints of one run, in <run folder>/checkpoints. A checkpoint is step_N.safetensors (weights),
/// step_N.state.safetensors and, written last, step_N.json, which holds the cursor and the hashes of both:
/// without it the others do not count.
class CheckpointFolder {
 public:
  CheckpointFolder(const std::filesystem::path& run_folder, std::int64_t keep);

  /// Saves, then deletes all but the newest `keep`.
  void save(const Checkpoint& checkpoint, RunSink& sink) const;

  /// The newest. Error, naming the file and the remedy, where it is cut short or was changed.
  std::optional<Checkpoint> newest() const;

  /// Keeps weights as best.safetensors or last.safetensors.
  WeightFile save_weights(const std::string& name, const std::map<std::string, torch::Tensor>& weights,
                          RunSink& sink) const;

  /// The weights saved under a name, checked against nothing: none where there is no such file.
  std::optional<WeightFile> weights(const std::string& name) const;

 private:
  std::vector<std::int64_t> steps() const;
  std::filesystem::path file(std::int64_t step, const char* ending) const;

  std::filesystem::path folder_;
  std::int64_t keep_;
};

}  // namespace unseen
