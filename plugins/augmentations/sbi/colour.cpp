#include "colour.hpp"

#include <cmath>

#include <unseen/own_pixels.hpp>

namespace unseen::sbi {
namespace {

int below(double level) { return static_cast<int>(std::floor(level)); }

/// 8-bit hue counts in steps of two degrees.
HsvShift levels_of(const cv::Vec3d& hsv, ColourMeaning meaning) {
  if (meaning == ColourMeaning::faithful) return {below(hsv[0]), below(hsv[1]), below(hsv[2])};
  const auto nearest = [](double level) { return static_cast<int>(std::lround(level)); };
  return {nearest(hsv[0] / 2), nearest(255 * hsv[1]), nearest(255 * hsv[2])};
}

cv::Vec3d draw_three(double limit, Random& random) {
  cv::Vec3d drawn;
  for (int c = 0; c < 3; ++c) drawn[c] = random.uniform(-limit, limit);
  return drawn;
}

}  // namespace

ColourDraw draw_colour(const ColourLimits& limits, Random& random) {
  ColourDraw draw;
  if (random.chance(limits.shift_p)) draw.shift = draw_three(limits.shift, random);
  if (random.chance(limits.hsv_p)) draw.hsv = draw_three(limits.hsv, random);
  if (random.chance(limits.tone_p)) {
    const auto contrast = random.uniform(-limits.tone, limits.tone);
    const auto brightness = random.uniform(-limits.tone, limits.tone);
    draw.tone = {contrast, brightness};
  }
  return draw;
}

cv::Mat recoloured(const cv::Mat& image, const ColourDraw& draw, ColourMeaning meaning) {
  if (!draw.shift && !draw.hsv && !draw.tone) return image;
  const auto result = image.clone();
  const auto pixels = pixels_of(result);
  if (const auto& shift = draw.shift) {
    shift_channels(pixels, {below((*shift)[0]), below((*shift)[1]), below((*shift)[2])});
  }
  if (draw.hsv) shift_hsv(pixels, levels_of(*draw.hsv, meaning));
  if (const auto& tone = draw.tone) {
    scale_levels(pixels, static_cast<float>(1 + (*tone)[0]), static_cast<float>(255 * (*tone)[1]));
  }
  return result;
}

}  // namespace unseen::sbi
