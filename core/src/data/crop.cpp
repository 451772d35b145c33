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

cv::Rect square(const cv::Rect2f& box, double scale, const cv::Size& picture) {
  const auto half = 0.5 * scale * std::max(box.width, box.height);
  const auto x = box.x + 0.5 * box.width, y = box.y + 0.5 * box.height;
  return pixels(x - half, y - half, x + half, y + half, picture);
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
  return pixels(box.x - 0.5 * box.width, box.y - box.height, std::ceil(box.x + 1.5 * box.width),
                std::ceil(box.y + 1.4 * box.height), frame);
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
    if (rule.kind == Kind::ffpp) sample.box = square(sample.face, 1.3, size);
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
