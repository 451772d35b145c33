#pragma once

#include <torch/types.h>

#include <memory>

#include "experiment/config.hpp"
#include "faces/face_detector.hpp"

namespace unseen {

/// The detector that an experiment names; null for "none". InputError where its model is missing or no model
/// of it. Detecting takes one thread on a CPU: callers work side by side.
std::unique_ptr<FaceDetector> make_face_detector(const FacesConfig& faces, torch::Device device);

}  // namespace unseen
