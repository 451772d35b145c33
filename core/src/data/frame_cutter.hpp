#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "data/crop_store.hpp"
#include "faces/face_detector.hpp"

namespace unseen {

/// Of the faces of one frame, those that a test looks at: all whose box has at least half the area of the
/// largest one (Shiohara and Yamasaki's protocol). `faces` as a detector gives them.
std::vector<Face> prominent(std::vector<Face> faces);

/// From frames to what the crop store keeps of them, a few at a time: so many frames are held, and no more.
class FrameCutter {
 public:
  /// Without a detector frames are kept whole. `max_side` as in FacesConfig, before anything is looked for.
  FrameCutter(const FaceDetector* detector, std::int64_t max_side);

  /// 8-bit RGB; the picture may change afterwards.
  void add(std::int64_t frame, const cv::Mat& rgb);

  /// A frame that cannot be read, and why.
  void add_missing(std::int64_t frame, const std::string& reason);

  /// All that was added.
  std::vector<CutFrame> finish();

 private:
  void cut_waiting();

  const FaceDetector* detector_;
  std::int64_t max_side_;
  std::vector<std::int64_t> numbers_;  ///< of the waiting frames
  std::vector<cv::Mat> waiting_;       ///< of one size
  std::vector<CutFrame> done_;
};

}  // namespace unseen
