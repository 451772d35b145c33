#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <unseen/dataset.hpp>

#include "data/item.hpp"

namespace unseen {

struct SamplerConfig {
  std::string balance = "class";  ///< class | none | source
  std::int64_t batch_size = 64;   ///< samples
  std::int64_t samples_per_item =
      1;  ///< after augmentation; above 1 the augmentation balances, and `balance` is not used
  std::uint64_t seed = 0;
};

/// The order of training. An epoch has ceil(items / items of a batch) batches, all of them full. Items are
/// drawn from endless shuffled passes over them:
///   none    one stream over all items: each at least once an epoch; the next pass fills the last batch;
///   class   one stream for each label, half of each batch from each, real and fake in turn (an odd place
///   goes to one
///           and the other label in turn), so the smaller class repeats evenly;
///   source  one stream over the fakes, each followed by the real frame of its source that lies nearest in
///   time.
/// A stream that an epoch cannot exhaust goes on in the next epoch where it stopped, so that over a run every
/// item of it is drawn equally often; one that an epoch exhausts begins each epoch with a new pass. The order
/// depends on the configuration and the epoch alone.
class Sampler {
 public:
  /// InputError where there is nothing to draw: no items, a class without one, no fake whose source is there;
  /// and for a batch size that `balance` cannot fill.
  Sampler(const std::vector<Item>& items, const std::vector<Video>& videos, SamplerConfig config);

  std::size_t batches_per_epoch() const { return batches_; }

  /// Places in `items`, for each batch of an epoch.
  std::vector<std::vector<std::size_t>> epoch(std::uint64_t epoch) const;

  /// Fakes that balance = "source" cannot draw, because no real frame of their source is there.
  std::size_t without_source() const { return without_source_; }

 private:
  void pair_with_sources(const std::vector<Item>& items, const std::vector<Video>& videos);

  SamplerConfig config_;
  std::size_t places_ = 0;  ///< items of a batch
  std::size_t batches_ = 0;
  std::vector<std::vector<std::size_t>> streams_;
  std::vector<std::size_t>
      partner_;  ///< source: the real beside each item of the one stream, by place in `items`
  std::size_t without_source_ = 0;
};

}  // namespace unseen
