#include "crop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>

namespace unseen {
namespace {

cv::Rect crop_box(const cv::Size& frame, const CropRule& rule) {
  if (rule.kind == CropRule::Kind::whole) return {0, 0, frame.width, frame.height};
  const auto shorter = std::min(frame.width, frame.height);
  const auto side = std::clamp(static_cast<int>(std::lround(rule.fraction * shorter)), 1, shorter);
  return {(frame.width - side) / 2, (frame.height - side) / 2, side, side};
}

}  // namespace

CropRule crop_rule(const FacesConfig& faces) {
  if (faces.crop == "whole") return {};
  if (faces.crop != "center") {
    throw InputError{fmt::format("faces.crop: unknown rule \"{}\"; wanted whole or center", faces.crop)};
  }
  if (!(faces.fraction > 0.0 && faces.fraction <= 1.0)) {
    throw InputError{
        fmt::format("faces.fraction: wanted a number above 0 and up to 1, found {}", faces.fraction)};
  }
  return {CropRule::Kind::center, faces.fraction};
}

cv::Mat reduced(const cv::Mat& picture, std::int64_t max_side) {
  const auto longer = std::max(picture.cols, picture.rows);
  if (max_side <= 0 || longer <= max_side) return picture;
  const auto factor = static_cast<double>(max_side) / longer;
  const auto scaled = [&](int side) { return std::max(1, static_cast<int>(std::lround(side * factor))); };
  cv::Mat small;
  cv::resize(picture, small, {scaled(picture.cols), scaled(picture.rows)}, 0, 0, cv::INTER_AREA);
  return small;
}

Sample cut_sample(const cv::Mat& frame, const CropRule& rule) {
  Sample sample;
  sample.outer = frame;
  sample.box = crop_box(frame.size(), rule);
  sample.image = frame(sample.box);
  return sample;
}

}  // namespace unseen
