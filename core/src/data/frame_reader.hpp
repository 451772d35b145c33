#pragma once

#include <cstddef>
#include <cstdint>

#include <opencv2/core/mat.hpp>

#include <unseen/dataset.hpp>

#include "data/crop_store.hpp"

namespace unseen {

/// The frames of a prepared manifest: video files come from the crop store, images from the data set's
/// plugin. What it was made from must outlive it.
class FrameReader {
 public:
  /// `store` may be null where no video is a file. `max_side` as in FacesConfig, for images too.
  FrameReader(const Dataset& dataset, const Manifest& manifest, const CropStore* store,
              std::int64_t max_side);

  /// A whole frame, 8-bit RGB. Called from several threads at once. Error where it cannot be read.
  cv::Mat read(std::size_t video, std::int64_t frame) const;

  const Video& video(std::size_t index) const { return manifest_.videos.at(index); }

 private:
  const Dataset& dataset_;
  const Manifest& manifest_;
  const CropStore* store_;
  std::int64_t max_side_;
};

}  // namespace unseen
