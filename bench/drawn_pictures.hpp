#pragma once

#include <memory>

#include <unseen/dataset.hpp>

#include "training/sample_source.hpp"

namespace unseen {

/// Training pictures of the data-set plugin `procedural`, side x side pixels, one epoch of `batches` x
/// `batch`.
class DrawnPictures final : public TrainingSource {
 public:
  struct Size {
    std::size_t batches, batch, side;
  };

  /// `ahead`: all are drawn now, and an epoch only copies them; else each is drawn when it is asked for.
  DrawnPictures(Size size, bool ahead);

  std::size_t samples_per_item() const override { return 1; }
  void produce(std::int64_t epoch, std::size_t item, std::uint8_t* pixels,
               std::int64_t* labels) const override;
  std::vector<std::vector<std::size_t>> batches(std::int64_t epoch) const override;

 private:
  std::size_t bytes() const { return size_.side * size_.side * 3; }
  void draw(std::size_t item, std::uint8_t* pixels) const;

  Size size_;
  std::unique_ptr<Dataset> dataset_;
  std::vector<Video> videos_;
  std::vector<std::uint8_t> ready_;  ///< empty where nothing is drawn ahead
};

}  // namespace unseen
