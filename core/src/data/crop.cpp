#include "crop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>

#include "data/alignment.hpp"

namespace unseen {
namespace {

using Kind = CropRule::Kind;

struct NamedRule {
  const char* name;
  Kind kind;
  bool wants_face;
};
constexpr std::array kRules{NamedRule{"whole", Kind::whole, false}, NamedRule{"center", Kind::center, false},
                            NamedRule{"sbi", Kind::sbi, true}, NamedRule{"ffpp", Kind::ffpp, true},
                            NamedRule{"aligned", Kind::aligned, true}};

cv::Rect central(const cv::Size& frame, double fraction) {
  const auto shorter = std::min(frame.width, frame.height);
  const auto side = std::clamp(static_cast<int>(std::lround(fraction * shorter)), 1, shorter);
  return {(frame.width - side) / 2, (frame.height - side) / 2, side, side};
}

/// The pixels between two corners that lie in a picture; one of its pixels at least.
cv::Rect pixels(double left, double top, double right, double bottom, const cv::Size& picture) {
  const auto inside = [](double at, int most) {
    return std::clamp(static_cast<int>(std::floor(at)), 0, most);
  };
  const auto x = inside(left, picture.width - 1), y = inside(top, picture.height - 1);
  return {x, y, std::max(1, inside(right, picture.width) - x),
          std::max(1, inside(bottom, picture.height) - y)};
}

cv::Rect widened(const cv::Rect2f& box, double share, const cv::Size& picture) {
  const auto dx = share * box.width, dy = share * box.height;
  return pixels(box.x - dx, box.y - dy, box.x + box.width + dx, box.y + box.height + dy, picture);
}

cv::Rect2d about(const cv::Rect2f& box, double side) {
  return {box.x + 0.5 * (box.width - side), box.y + 0.5 * (box.height - side), side, side};
}

double ffpp_side(const cv::Rect2f& box) { return 1.3 * std::max(box.width, box.height); }

/// At a border the corner moves inside and the side shrinks, so that it stays a square, as in
/// FaceForensics++'s own code.
cv::Rect ffpp_square(const cv::Rect2f& box, const cv::Size& picture) {
  const auto wanted = about(box, ffpp_side(box));
  auto result = pixels(wanted.x, wanted.y, wanted.br().x, wanted.br().y, picture);
  const auto corner = cv::Point{std::max(0, static_cast<int>(std::floor(wanted.x))),
                                std::max(0, static_cast<int>(std::floor(wanted.y)))};
  const auto side =
      std::min({static_cast<int>(wanted.width), picture.width - corner.x, picture.height - corner.y});
  if (side > 0) result = {corner.x, corner.y, side, side};
  return result;
}

}  // namespace

CropRule crop_rule(const FacesConfig& faces) {
  const auto found =
      std::find_if(kRules.begin(), kRules.end(), [&](const auto& rule) { return faces.crop == rule.name; });
  const auto wants_face = faces.detector != "none";
  if (found == kRules.end() || found->wants_face != wants_face) {
    throw InputError{fmt::format("faces.crop: wanted {} with faces.detector = \"{}\", found \"{}\"",
                                 wants_face ? "sbi, ffpp or aligned" : "whole or center", faces.detector,
                                 faces.crop)};
  }
  if (!(faces.fraction > 0.0 && faces.fraction <= 1.0)) {
    throw InputError{
        fmt::format("faces.fraction: wanted a number above 0 and up to 1, found {}", faces.fraction)};
  }
  return {found->kind, faces.fraction};
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

cv::Rect surroundings(const Face& face, const cv::Size& frame) {
  const auto& box = face.box;
  cv::Rect2d area{box.x - 0.5 * box.width, box.y - 1.0 * box.height, 2.0 * box.width, 2.4 * box.height};
  area |= cv::Rect2d{ffpp_square(box, frame)};
  // Points that a detector puts far from its box must not make the store keep whole frames.
  area |= cv::Rect2d{cv::boundingRect(aligned_corners(face.points))} &
          about(box, 3.0 * std::max(box.width, box.height));
  return pixels(area.x, area.y, std::ceil(area.br().x), std::ceil(area.br().y), frame);
}

Sample cut_sample(const StoredPicture& picture, const CropRule& rule) {
  Sample sample;
  const auto size = picture.rgb.size();
  sample.outer = picture.rgb;
  sample.box = {{}, size};
  if (rule.kind == Kind::center) sample.box = central(size, rule.fraction);
  const cv::Point2f corner = picture.corner;
  if (picture.face) {
    sample.face = picture.face->box - corner;
    if (rule.kind == Kind::sbi) sample.box = widened(sample.face, 0.125, size);
    if (rule.kind == Kind::ffpp) sample.box = ffpp_square(sample.face, size);
  }
  sample.image = picture.rgb(sample.box);
  if (picture.face && rule.kind == Kind::aligned) {
    auto points = picture.face->points;
    for (auto& point : points) point -= corner;
    sample.image = aligned_face(picture.rgb, points);
  }
  if (!picture.landmarks.empty()) {
    sample.landmarks = picture.landmarks;
    for (auto& point : *sample.landmarks) point -= corner;
  }
  return sample;
}

}  // namespace unseen
