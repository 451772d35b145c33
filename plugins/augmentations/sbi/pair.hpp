#pragma once

#include <optional>

#include <opencv2/core/mat.hpp>

#include "draws.hpp"
#include "face.hpp"
#include "options.hpp"

namespace unseen::sbi {

/// A real face and the fake made of it, in the same inner window.
struct Pair {
  cv::Mat real, fake;
  Points points;    ///< in the window
  cv::Mat mask;     ///< CV_32F, the share of the pasted copy ...
  cv::Rect masked;  ///< ... in this part of the window; zero elsewhere
};

/// Steps 2 and 4 to 11. Nothing where the draws leave no fake: a mask that vanished or whose middle lies
/// outside the window, or two pictures without a difference.
std::optional<Pair> blended_pair(const Face& face, const Draws& draws, ColourMeaning colour);

}  // namespace unseen::sbi
