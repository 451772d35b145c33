#pragma once

#include <optional>

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

#include "colour.hpp"

namespace unseen::sbi {

/// Step 10: one draw for the real picture and the fake.
struct Finish {
  ColourDraw colour;
  std::optional<int> quality;  ///< of a JPEG
};

Finish draw_finish(Random& random);

/// What of the canvas must be computed so that `window` is as if all had been: a JPEG counts its blocks from
/// the canvas' corner, and a block's colour needs its neighbour's.
cv::Rect needed_for(const Finish& finish, const cv::Rect& window, const cv::Size& canvas);

/// The picture through the JPEG that was drawn; the same pixels where none was.
cv::Mat compressed(const cv::Mat& image, const Finish& finish);

}  // namespace unseen::sbi
