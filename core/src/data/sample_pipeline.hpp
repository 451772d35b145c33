#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <unseen/augmentation.hpp>

#include "data/crop.hpp"
#include "data/frame_reader.hpp"
#include "data/item.hpp"

namespace unseen {

/// From an item to what enters a batch: read, crop, augment at native size, resize (bilinear) to side x side.
/// What it was made from must outlive it.
class SamplePipeline {
 public:
  /// InputError where an augmentation needs landmarks and the pictures are no faces (`are_faces`): whole
  /// frames have none.
  SamplePipeline(const FrameReader& reader, const CropRule& rule, bool are_faces,
                 std::vector<const Augmentation*> augmentations, int side, std::uint64_t seed);

  std::size_t samples_per_item() const { return samples_per_item_; }
  std::size_t bytes_per_item() const { return samples_per_item_ * bytes_per_sample(); }

  /// Writes the item's samples to `out` (bytes_per_item() long), one after the other, each side x side x 3,
  /// 8-bit RGB, rows from top to bottom; returns their labels. Draws come from Random(seed, epoch, number) in
  /// training and from Random(0, 0, number) in validation, so neither threads nor order matter. `number` is
  /// the item's place among all items. Called from several threads at once.
  std::vector<int> make(const Item& item, std::uint64_t number, std::uint64_t epoch, Phase phase,
                        std::span<std::uint8_t> out) const;

  /// The samples before they are resized, for contact sheets.
  Group group(const Item& item, std::uint64_t number, std::uint64_t epoch, Phase phase) const;

 private:
  std::size_t bytes_per_sample() const {
    return static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_) * 3;
  }

  const FrameReader& reader_;
  CropRule rule_;
  std::vector<const Augmentation*> augmentations_;
  int side_;
  std::uint64_t seed_;
  std::size_t samples_per_item_ = 1;
};

}  // namespace unseen
