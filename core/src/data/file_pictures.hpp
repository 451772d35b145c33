#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/crop.hpp"

namespace unseen {

/// How a file of nobody's data set becomes pictures: as a run's own frames did.
struct PictureRule {
  CropRule crop;
  std::int64_t max_side = 0;  ///< as in FacesConfig
  std::int64_t frames = 32;   ///< of a video, trunc(linspace(0, count - 1, frames))
  int side = 224;
};

/// The frames of one image or video that are looked at.
struct FilePictures {
  std::vector<std::int64_t> frames;  ///< an image has frame 0
  std::vector<std::uint8_t> pixels;  ///< frames x side x side x 3, 8-bit RGB
  std::string damage;                ///< "" where all could be read; else what could not, and why
};

/// By its ending.
bool is_image_file(const std::filesystem::path& file);
bool is_video_file(const std::filesystem::path& file);

/// Reads what can be read; never throws for a damaged file. Called from several threads at once.
FilePictures read_file_pictures(const std::filesystem::path& file, const PictureRule& rule);

}  // namespace unseen
