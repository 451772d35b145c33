#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "faces/face_detector.hpp"

namespace cv {
class FaceDetectorYN;
}

namespace unseen {

/// YuNet (Wu et al., Machine Intelligence Research 2023) as OpenCV runs it.
class Yunet final : public FaceDetector {
 public:
  /// Faces of at least `min_score`. InputError where OpenCV cannot read the model.
  Yunet(const std::filesystem::path& model, double min_score);
  ~Yunet() override;

  std::vector<std::vector<Face>> detect(const std::vector<cv::Mat>& pictures) const override;

 private:
  class Lent;
  using Network = std::shared_ptr<cv::FaceDetectorYN>;

  Network made() const;

  std::filesystem::path model_;
  double min_score_;
  mutable std::mutex mutex_;
  mutable std::vector<Network> idle_;  ///< one serves one thread at a time
};

}  // namespace unseen
