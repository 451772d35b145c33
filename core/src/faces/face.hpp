#pragma once

#include <array>

#include <opencv2/core/types.hpp>

namespace unseen {

/// A face in a picture; all in pixels, and what lies outside the picture is not clamped.
struct Face {
  cv::Rect2f box;
  float probability = 0.0F;
  /// Eyes, tip of the nose, corners of the mouth; of each two the one further left in an upright picture
  /// first.
  std::array<cv::Point2f, 5> points;
};

}  // namespace unseen
