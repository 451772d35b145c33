#include "face.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/error.hpp>

namespace unseen::sbi {
namespace {

constexpr std::size_t kPlain = 68, kWithForehead = 81;
constexpr float kLeastSide = 4;      // of a face, pixels
constexpr double kLeastArea = 0.05;  // of the points' hull, of their box: a face has three quarters

struct Bounds {
  float left, top, right, bottom;
};

Bounds bounds_of(const Points& points) {
  Bounds bounds{points[0].x, points[0].y, points[0].x, points[0].y};
  for (std::size_t i = 1; i < kPlain; ++i) {
    bounds = {std::min(bounds.left, points[i].x), std::min(bounds.top, points[i].y),
              std::max(bounds.right, points[i].x), std::max(bounds.bottom, points[i].y)};
  }
  return bounds;
}

void reverse(Points& points, int first, int last) {
  std::reverse(points.begin() + first, points.begin() + last + 1);
}

/// points[left + i] and points[right - i] change places.
void exchange(Points& points, std::size_t left, std::size_t right, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) std::swap(points[left + i], points[right - i]);
}

/// Somewhere about the picture: at most its own width or height outside. False for what is no number.
bool is_near(const cv::Point2f& point, const cv::Size& picture) {
  const auto width = static_cast<float>(picture.width), height = static_cast<float>(picture.height);
  return point.x >= -width && point.x <= 2 * width && point.y >= -height && point.y <= 2 * height;
}

/// "" for a usable face.
std::string fault_of(const Sample& sample) {
  if (sample.outer.empty() || sample.outer.type() != CV_8UC3) return "its outer crop is no 8-bit RGB picture";
  if (!sample.landmarks) return "it has no landmarks; prepare the data set with landmarks";
  const auto& points = *sample.landmarks;
  if (points.size() != kPlain && points.size() != kWithForehead) {
    return fmt::format("wanted 68 or 81 landmarks, found {}", points.size());
  }
  for (const auto& point : points) {
    if (is_near(point, sample.outer.size())) continue;
    return fmt::format("a landmark lies at ({}, {}), far from its outer crop of {}x{} pixels", point.x,
                       point.y, sample.outer.cols, sample.outer.rows);
  }
  const auto bounds = bounds_of(points);
  const auto width = bounds.right - bounds.left, height = bounds.bottom - bounds.top;
  if (width < kLeastSide || height < kLeastSide) {
    return fmt::format("its landmarks span {}x{} pixels; the least is {}x{}", width, height, kLeastSide,
                       kLeastSide);
  }
  Points hull;
  cv::convexHull(points, hull);
  if (cv::contourArea(hull) < kLeastArea * width * height) return "its landmarks lie on a line";
  if (outer_window(points, sample.outer.size()).empty()) return "its landmarks lie outside the outer crop";
  return "";
}

[[noreturn]] void refuse(const Sample& sample, const std::string& fault) {
  throw UnusableSample{fmt::format("sbi: {}: frame {}: {}", sample.video, sample.frame, fault)};
}

}  // namespace

Points reordered(Points points) {
  static constexpr std::array kOrder{77, 75, 76, 68, 69, 70, 71, 80, 72, 73, 79, 74, 78};
  if (points.size() != kWithForehead) return points;
  const auto given = points;
  for (std::size_t i = 0; i < kOrder.size(); ++i) {
    points[kPlain + i] = given[static_cast<std::size_t>(kOrder[i])];
  }
  return points;
}

Points mirrored(const Points& points, float width) {
  auto result = points;
  for (auto& point : result) point.x = width - point.x;
  for (const auto& [first, last] :
       {std::pair{0, 16}, {17, 26}, {31, 35}, {48, 54}, {55, 59}, {60, 64}, {65, 67}}) {
    reverse(result, first, last);
  }
  exchange(result, 36, 45, 4);
  exchange(result, 40, 47, 2);
  if (result.size() == kWithForehead) reverse(result, 68, 80);
  return result;
}

Face mirrored(const Face& face) {
  Face result;
  cv::flip(face.image, result.image, 1);
  result.points = mirrored(face.points, static_cast<float>(face.image.cols));
  result.box = face.box;
  result.box.x = face.image.cols - face.box.x - face.box.width;
  return result;
}

cv::Rect outer_window(const Points& points, const cv::Size& picture) {
  const auto bounds = bounds_of(points);
  const auto width = bounds.right - bounds.left, height = bounds.bottom - bounds.top;
  const auto inside = [](float value, int most) {
    return static_cast<int>(std::clamp(value, 0.0F, static_cast<float>(most)));
  };
  const auto left = inside(bounds.left - 0.5F * width, picture.width);
  const auto right = inside(bounds.right + 0.5F * width, picture.width);
  const auto top = inside(bounds.top - height, picture.height);
  const auto bottom = inside(bounds.bottom + 0.4F * height, picture.height);
  return {left, top, (right - left) / 4 * 4, (bottom - top) / 4 * 4};
}

Face outer_face(const Sample& sample) {
  if (const auto fault = fault_of(sample); !fault.empty()) refuse(sample, fault);
  auto points = reordered(*sample.landmarks);
  const auto window = outer_window(points, sample.outer.size());
  for (auto& point : points) point -= cv::Point2f(window.tl());
  const auto box = (sample.face.empty() ? sample.box : cv::Rect{sample.face}) - window.tl();
  if ((box & cv::Rect({0, 0}, window.size())).empty()) refuse(sample, "its box lies outside the outer crop");
  return {sample.outer(window), std::move(points), box};
}

Points without_forehead(Points points) {
  points.resize(std::min(points.size(), kPlain));
  return points;
}

Margins draw_margins(Random& random) {
  Margins margins{};
  for (auto* margin : {&margins.left, &margins.right, &margins.top, &margins.bottom}) {
    *margin = random.uniform(0.2, 0.8);
  }
  return margins;
}

cv::Rect inner_window(const Face& face, const Margins& margins) {
  const auto pixels = [](int side, double quarters) { return static_cast<int>(side / 4.0 * quarters); };
  const auto& box = face.box;
  const cv::Point from{box.x - pixels(box.width, margins.left), box.y - pixels(box.height, margins.top)};
  const cv::Point to{box.br().x + pixels(box.width, margins.right),
                     box.br().y + pixels(box.height, margins.bottom)};
  return cv::Rect(from, to) & cv::Rect({0, 0}, face.image.size());
}

cv::Rect grown(const cv::Rect& rect, int margin, int cell, const cv::Size& canvas) {
  const auto down = [&](int value) { return std::max(0, (value - margin) / cell * cell); };
  const auto up = [&](int value, int most) {
    return std::min(most, (value + margin + cell - 1) / cell * cell);
  };
  const cv::Point first{down(rect.x), down(rect.y)};
  return {first, cv::Point{up(rect.br().x, canvas.width), up(rect.br().y, canvas.height)}};
}

}  // namespace unseen::sbi
