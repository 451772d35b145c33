#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "faces/face.hpp"

namespace unseen {

/// Finds landmarks of a face that is known. Called from several threads at once.
class LandmarkFinder {
 public:
  LandmarkFinder() = default;
  virtual ~LandmarkFinder() = default;
  LandmarkFinder(const LandmarkFinder&) = delete;
  LandmarkFinder& operator=(const LandmarkFinder&) = delete;

  /// 68 points in the order of Multi-PIE (jaw, brows, nose, eyes, mouth), pixels; `face` lies in `rgb`.
  virtual std::vector<cv::Point2f> find(const cv::Mat& rgb, const Face& face) const = 0;
};

}  // namespace unseen
