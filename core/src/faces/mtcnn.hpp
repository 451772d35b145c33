#pragma once

#include <torch/types.h>

#include <array>
#include <filesystem>

#include "faces/area_sums.hpp"
#include "faces/face_detector.hpp"
#include "faces/mtcnn_networks.hpp"
#include "faces/non_maximum.hpp"

namespace unseen {

/// MTCNN (Zhang et al., IEEE SPL 2016) with the weights, thresholds and arithmetic of facenet-pytorch: boxes,
/// probabilities and points are those of its detect() with select_largest.
class Mtcnn final : public FaceDetector {
 public:
  /// `folder` holds facenet-pytorch's pnet.pt, rnet.pt and onet.pt; faces smaller than `least_face` pixels
  /// are not looked for. InputError where a file is absent or not what it should be.
  Mtcnn(const std::filesystem::path& folder, double least_face, torch::Device device);

  std::vector<std::vector<Face>> detect(const std::vector<cv::Mat>& pictures) const override;

 private:
  /// A face on its way through the cascade.
  struct Candidate {
    std::size_t picture;
    ScoredBox window;              ///< what the last network saw of the picture
    std::array<float, 4> shift;    ///< from there to the box, in its sides: left, top, right, bottom
    std::array<float, 10> points;  ///< in its sides: five x, five y
    ScoredBox box;                 ///< what suppression compares
  };
  using Candidates = std::vector<Candidate>;
  using Sums = std::vector<AreaSums>;

  Candidates proposed_at(const Sums& pictures, double scale) const;
  Candidates proposed(const Sums& pictures) const;
  /// Those that a network takes for faces, with what it says of them.
  static Candidates passed(const MtcnnNetwork& network, int side, float threshold, const Sums& pictures,
                           Candidates candidates);
  Candidates refined(const Sums& pictures) const;

  double least_face_;
  MtcnnNetwork proposal_, refinement_, output_;
};

}  // namespace unseen
