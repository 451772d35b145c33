#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>

namespace unseen {

/// One picture of a sheet.
struct Tile {
  cv::Mat rgb;    ///< 8-bit RGB of any size
  int label = 0;  ///< 0 real, 1 fake
  std::string caption;
};

/// Pictures side by side, as many rows as they need, each with its caption: real ones in a blue frame, fakes
/// in a broken orange one, so that they differ without colour too. Written as PNG. Error naming the file
/// where it cannot be written.
void write_contact_sheet(const std::vector<Tile>& tiles, int columns, const std::filesystem::path& file);

}  // namespace unseen
