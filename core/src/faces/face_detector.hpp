#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "faces/face.hpp"

namespace unseen {

/// Finds faces. Called from several threads at once.
class FaceDetector {
 public:
  FaceDetector() = default;
  virtual ~FaceDetector() = default;
  FaceDetector(const FaceDetector&) = delete;
  FaceDetector& operator=(const FaceDetector&) = delete;

  /// The faces of each picture, those of the largest box first. The pictures are 8-bit RGB, of one size.
  virtual std::vector<std::vector<Face>> detect(const std::vector<cv::Mat>& pictures) const = 0;
};

}  // namespace unseen
