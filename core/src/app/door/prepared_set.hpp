#pragma once

#include <memory>
#include <string>
#include <vector>

#include <unseen/augmentation.hpp>

#include "experiment/config.hpp"
#include "metrics/video_score.hpp"
#include "planning/planner.hpp"
#include "training/evaluator.hpp"
#include "training/sample_source.hpp"

namespace unseen {

/// How a split becomes pictures.
struct SetOptions {
  FacesConfig faces;
  torch::Device device = torch::kCPU;  ///< where faces are looked for
  std::int64_t frames_per_video = 8;
  std::vector<PluginConfig> augmentations;
  Phase phase = Phase::validate;
  std::int64_t side = 224;
  std::int64_t seed = 0;  ///< of the run; validation and tests do not depend on it
  std::size_t workers = 2;
  std::int64_t batch_size = 64;   ///< samples; training alone
  std::string balance = "class";  ///< training alone
};

/// A split with its frames at hand: decoded once into the crop store, then cropped, augmented and resized on
/// demand.
class PreparedSet : public TrainingSource {
 public:
  /// Decodes, and looks for faces in, what the crop store lacks, showing progress under `label`. Throws
  /// Interrupted when `stop` says so.
  PreparedSet(const ResolvedDataset& data, const SetOptions& options, const std::string& label,
              const StopRequest& stop);
  ~PreparedSet() override;

  std::size_t samples_per_item() const override;
  void produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
               std::int64_t* labels) const override;
  std::vector<std::vector<std::size_t>> batches(std::int64_t epoch) const override;

  std::size_t size() const;

  /// Videos that the split names and the disk lacks.
  std::size_t absent() const;

  /// What a reader of the results should know: videos absent, damaged or left out, a sentence each.
  const std::vector<std::string>& notes() const;

  /// Items so far of which an augmentation could make nothing, a sentence each: training takes others in
  /// their place, an evaluation leaves them out and counts their frames as missing.
  std::vector<std::string> unusable() const;

  struct Scored {
    std::vector<ScoredVideo> videos;
    std::vector<std::string> methods;
  };
  /// Probabilities of all samples, in the order of the items, as videos; those without a frame among them.
  /// Where an item is a (real, fake) pair, each half is a video of its own.
  Scored by_video(const std::vector<double>& probabilities) const;

 private:
  void make_sampler(const std::string& label);

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace unseen
