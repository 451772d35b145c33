#pragma once

#include <optional>

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

#include "colour.hpp"

namespace unseen::sbi {

/// (1 - amount) of the picture and `amount` of [-1 ... 8 + lightness ... -1] on it.
struct Sharpening {
  double amount, lightness;
};

/// Step 6, the source transform: what makes the pasted copy and its surroundings differ.
struct Transform {
  ColourDraw colour;
  std::optional<Sharpening> sharpening;
  int reduction = 1;  ///< 2 or 4: every second or fourth pixel, enlarged again; where nothing is sharpened
};

Transform draw_transform(Random& random);

/// What the transform makes of `region` of the canvas; nothing outside is computed that it does not need. The
/// canvas' sides are multiples of four.
cv::Mat transformed(const cv::Mat& canvas, const cv::Rect& region, const Transform& transform,
                    ColourMeaning meaning);

}  // namespace unseen::sbi
