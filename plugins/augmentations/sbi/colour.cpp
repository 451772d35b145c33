#include "colour.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace unseen::sbi {
namespace {

std::uint8_t cut_off(float level) { return static_cast<std::uint8_t>(std::clamp(level, 0.0F, 255.0F)); }

/// One row of 256 three-channel entries; `entry(level, channel)`.
template <class Entry>
cv::Mat table_of(Entry entry) {
  cv::Mat table(1, 256, CV_8UC3);
  for (int level = 0; level < 256; ++level) {
    for (int c = 0; c < 3; ++c) table.at<cv::Vec3b>(level)[c] = entry(static_cast<float>(level), c);
  }
  return table;
}

cv::Mat shift_table(const cv::Vec3d& shift) {
  return table_of([&](float level, int c) { return cut_off(level + static_cast<float>(shift[c])); });
}

cv::Mat tone_table(const cv::Vec2d& tone) {
  const auto factor = static_cast<float>(1 + tone[0]), offset = static_cast<float>(255 * tone[1]);
  return table_of([&](float level, int) { return cut_off(level * factor + offset); });
}

float around(float hue) { return hue - 180 * std::floor(hue / 180); }

/// 8-bit hue counts in steps of two degrees.
cv::Mat hsv_table(const cv::Vec3d& shift, ColourMeaning meaning) {
  const auto faithful = meaning == ColourMeaning::faithful;
  const cv::Vec3d unit = faithful ? cv::Vec3d{1, 1, 1} : cv::Vec3d{0.5, 255, 255};
  return table_of([&](float level, int c) {
    auto moved = level + static_cast<float>(shift[c] * unit[c]);
    if (!faithful) moved = std::round(moved);
    return cut_off(c == 0 ? around(moved) : moved);
  });
}

/// An empty table changes nothing.
cv::Mat looked_up(const cv::Mat& image, const cv::Mat& table) {
  if (table.empty()) return image;
  cv::Mat result;
  cv::LUT(image, table, result);
  return result;
}

/// OpenCV ends a row of HSV by other arithmetic than it begins it with, a level apart, and so would a part of
/// a picture differ from the whole. In one row, filled up to whole vectors, no pixel is at the end.
cv::Mat hsv_shifted(const cv::Mat& image, const cv::Mat& table) {
  constexpr int kVector = 64;
  const auto pixels = image.rows * image.cols;
  cv::Mat row(1, (pixels + kVector - 1) / kVector * kVector, CV_8UC3), result;
  row.colRange(pixels, row.cols).setTo(0);
  cv::Mat hsv = row.colRange(0, pixels).reshape(3, image.rows);
  cv::cvtColor(image, hsv, cv::COLOR_RGB2HSV);
  cv::LUT(hsv, table, hsv);
  cv::cvtColor(row, result, cv::COLOR_HSV2RGB);
  return result.colRange(0, pixels).reshape(3, image.rows);
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
  cv::Mat table, result = image;
  if (draw.shift) table = shift_table(*draw.shift);
  if (draw.hsv) {
    result = hsv_shifted(looked_up(result, table), hsv_table(*draw.hsv, meaning));
    table.release();
  }
  // Two tables in a row are one: that of the tone, looked up by that of the shift.
  if (draw.tone) {
    const auto tone = tone_table(*draw.tone);
    table = table.empty() ? tone : looked_up(table, tone);
  }
  return looked_up(result, table);
}

}  // namespace unseen::sbi
