#pragma once

#include <opencv2/core/mat.hpp>

namespace unseen {

/// Means over rectangles of one picture, each at the cost of four reads: a cascade of detectors asks for the
/// same picture at a dozen sizes.
class AreaSums {
 public:
  /// 8-bit RGB, of at most 2^23 pixels in a rectangle that is averaged: their sum fits 31 bits.
  explicit AreaSums(const cv::Mat& rgb);

  cv::Size size() const { return {sums_.cols - 1, sums_.rows - 1}; }

  /// A part of the picture at another size, as torch's area interpolation (adaptive average pooling) gives
  /// it: pixel i averages [floor(i in / out), ceil((i + 1) in / out)). Writes size.area() x 3 numbers, 0 to
  /// 255, the channels beside each other.
  void resample(const cv::Rect& part, const cv::Size& size, float* out) const;

 private:
  cv::Mat sums_;
};

}  // namespace unseen
