#include "faces/detectors.hpp"

#include "faces/detector_models.hpp"
#include "faces/mtcnn.hpp"
#include "faces/yunet.hpp"

namespace unseen {

std::unique_ptr<FaceDetector> make_face_detector(const FacesConfig& faces, torch::Device device) {
  detector_models(faces);
  if (faces.detector == "mtcnn") return std::make_unique<Mtcnn>(faces.model, faces.min_face, device);
  if (faces.detector == "yunet") return std::make_unique<Yunet>(faces.model, faces.min_score);
  return nullptr;
}

}  // namespace unseen
