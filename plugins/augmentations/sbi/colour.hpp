#pragma once

#include <optional>

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

#include "options.hpp"

namespace unseen::sbi {

/// How often (p) and how far colours change: levels for the channels' shift, the rest as Albumentations
/// 1.1.0 counts it.
struct ColourLimits {
  double shift_p, shift;
  double hsv_p, hsv;
  double tone_p, tone;
};

constexpr ColourLimits kTransformLimits{0.3, 20, 1, 0.3, 1, 0.1};   // step 6
constexpr ColourLimits kFinishLimits{0.3, 20, 0.3, 0.3, 0.3, 0.3};  // step 10

struct ColourDraw {
  std::optional<cv::Vec3d> shift;  ///< of red, green, blue
  std::optional<cv::Vec3d> hsv;
  std::optional<cv::Vec2d> tone;  ///< contrast c and brightness b: v becomes v (1 + c) + 255 b
};

ColourDraw draw_colour(const ColourLimits& limits, Random& random);

/// A new picture, or the same pixels where nothing was drawn. Values between levels are cut off.
cv::Mat recoloured(const cv::Mat& image, const ColourDraw& draw, ColourMeaning meaning);

}  // namespace unseen::sbi
