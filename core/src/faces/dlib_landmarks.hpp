#pragma once

#include <filesystem>
#include <memory>

#include "faces/landmark_finder.hpp"

namespace unseen {

/// dlib's 68 landmarks, or the 81 of its extension by a forehead: an ensemble of regression trees (Kazemi and
/// Sullivan, CVPR 2014).
class DlibLandmarks final : public LandmarkFinder {
 public:
  /// InputError where the file is absent or no shape predictor of so many points.
  explicit DlibLandmarks(const std::filesystem::path& model);
  ~DlibLandmarks() override;

  std::vector<cv::Point2f> find(const cv::Mat& rgb, const Face& face) const override;

 private:
  struct Predictor;
  std::unique_ptr<Predictor> predictor_;
};

}  // namespace unseen
