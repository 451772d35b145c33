#include "faces/detector_models.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "sdk/sha256.hpp"

namespace unseen {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> wanted_files(const FacesConfig& faces) {
  if (faces.detector == "mtcnn") {
    return {faces.model / "pnet.pt", faces.model / "rnet.pt", faces.model / "onet.pt"};
  }
  if (faces.detector == "yunet") return {faces.model};
  return {};
}

std::string remedy(const FacesConfig& faces) {
  if (faces.detector == "mtcnn") {
    return "run scripts/setup, which fetches them to weights/mtcnn beside the experiments folder, or give "
           "their "
           "folder as faces.model";
  }
  return "give the ONNX file of YuNet for OpenCV 4.6 (face_detection_yunet_2022mar.onnx of OpenCV's model "
         "zoo, MIT) as "
         "faces.model";
}

}  // namespace

std::vector<fs::path> detector_models(const FacesConfig& faces) {
  auto files = wanted_files(faces);
  for (const auto& file : files) {
    if (!faces.model.empty() && fs::is_regular_file(file)) continue;
    throw InputError{fmt::format("faces.detector = \"{}\": its model is missing{}; {}", faces.detector,
                                 faces.model.empty() ? "" : " (" + file.string() + ")", remedy(faces))};
  }
  return files;
}

std::string detector_key(const FacesConfig& faces) {
  auto key = faces.detector;
  if (faces.detector == "mtcnn") key += fmt::format(" {}", faces.min_face);
  if (faces.detector == "yunet") key += fmt::format(" {}", faces.min_score);
  for (const auto& file : detector_models(faces)) key += " " + sha256_file(file);
  return key;
}

}  // namespace unseen
