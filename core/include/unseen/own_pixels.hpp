#pragma once

#include <unseen/augmentation.hpp>
#include <unseen/pixels.hpp>

namespace unseen {

/// Those of a picture of 8-bit RGB, where they lie.
inline Pixels pixels_of(const cv::Mat& image) {
  return {image.data, static_cast<std::ptrdiff_t>(image.step[0]), image.cols, image.rows};
}

/// The pixels of a sample's picture, to be changed in place. Where others hold the same memory, the
/// surroundings of the crop or another sample, the picture is copied first.
inline Pixels own_pixels(Sample& sample) {
  auto& image = sample.image;
  const auto is_ours = image.u != nullptr && image.u->refcount == 1;
  if (!is_ours) image = image.clone();
  return pixels_of(image);
}

}  // namespace unseen
