#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/crop.hpp"
#include "faces/face_detector.hpp"

namespace unseen {

/// How a file of nobody's data set becomes pictures, as a run's tests see theirs.
struct PictureRule {
  CropRule crop;
  const FaceDetector* detector = nullptr;  ///< null: whole frames are cut
  std::string several = "prominent";       ///< as in FacesConfig
  std::int64_t max_side = 0;               ///< as in FacesConfig
  std::int64_t candidates = 32;            ///< frames of a video that may be chosen, as in FacesConfig
  std::int64_t frames = 32;                ///< chosen, evenly spread over the candidates
  int side = 224;
};

/// The frames of one image or video that are looked at.
struct FilePictures {
  std::vector<std::int64_t> frames;  ///< an image has frame 0; one entry for each of a frame's faces
  std::vector<std::uint8_t> pixels;  ///< frames x side x side x 3, 8-bit RGB
  std::size_t faceless = 0;          ///< frames in which no face was found
  std::string damage;                ///< "" where all could be read; else what could not, and why
};

/// Reads images and videos, from several threads at once.
class FilePictureReader {
 public:
  explicit FilePictureReader(const PictureRule& rule);

  const PictureRule& rule() const { return rule_; }

  /// What can be read; never throws for a damaged file.
  FilePictures read(const std::filesystem::path& file) const;

 private:
  PictureRule rule_;
};

}  // namespace unseen
