#pragma once

#include <cstdint>
#include <vector>

namespace unseen {

/// Where a model's pictures come from: numbered items, each of which becomes one sample or a pair.
class SampleSource {
 public:
  virtual ~SampleSource() = default;
  virtual std::size_t samples_per_item() const = 0;

  /// Writes the samples of an item, side x side x 3 bytes of RGB and a label each. Depends only on its
  /// arguments; called from several threads at once.
  virtual void produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
                       std::int64_t* labels) const = 0;
};

/// Items in batches, anew for each epoch.
class TrainingSource : public SampleSource {
 public:
  /// Depends only on the epoch.
  virtual std::vector<std::vector<std::size_t>> batches(std::int64_t epoch) const = 0;
};

}  // namespace unseen
