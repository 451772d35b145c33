#include "hulls.hpp"

#include <initializer_list>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace unseen::sbi {
namespace {

/// Numbers of points, both ends included.
struct Run {
  int first, last;
};

using Part = std::vector<Run>;

Polygon hull_of(const Polygon& points) {
  Polygon hull;
  cv::convexHull(points, hull);
  return hull;
}

std::vector<Polygon> hulls_of(const Polygon& points, const std::vector<Part>& parts) {
  std::vector<Polygon> result;
  for (const auto& part : parts) {
    Polygon chosen;
    for (const auto& run : part) {
      chosen.insert(chosen.end(), points.begin() + run.first, points.begin() + run.last + 1);
    }
    result.push_back(hull_of(chosen));
  }
  return result;
}

const std::vector<Part>& dfl_full() {
  static const std::vector<Part> parts{
      {{0, 16}, {48, 67}}, {{27, 30}, {33, 33}}, {{17, 26}, {0, 0}, {27, 27}, {16, 16}, {33, 33}}};
  return parts;
}

/// Cheeks, brows down to the chin, the sides of the nose, the nose.
const std::vector<Part>& components() {
  static const std::vector<Part> parts{{{0, 8}, {17, 17}},
                                       {{8, 16}, {26, 26}},
                                       {{17, 19}, {8, 8}},
                                       {{24, 26}, {8, 8}},
                                       {{19, 24}, {8, 8}},
                                       {{17, 21}, {27, 27}, {31, 35}, {8, 8}},
                                       {{22, 26}, {27, 27}, {31, 35}, {8, 8}},
                                       {{27, 35}}};
  return parts;
}

int half(int value) { return value >> 1; }  // rounds down, below zero too

cv::Point middle(const cv::Point& a, const cv::Point& b) { return {half(a.x + b.x), half(a.y + b.y)}; }

/// Each brow point moves away from the point of the eye below it by half their distance.
void raise_brow(Polygon& points, int brow, const std::array<cv::Point, 5>& eye) {
  for (std::size_t i = 0; i < eye.size(); ++i) {
    auto& point = points[static_cast<std::size_t>(brow) + i];
    point += cv::Point{half(point.x - eye[i].x), half(point.y - eye[i].y)};
  }
}

Polygon with_raised_brows(Polygon points) {
  const auto left = middle(points[36], middle(points[36], points[0]));
  const auto right = middle(points[45], middle(points[45], points[16]));
  raise_brow(points, 17, {left, points[36], points[37], points[38], points[39]});
  raise_brow(points, 22, {points[42], points[43], points[44], points[45], right});
  return points;
}

}  // namespace

std::vector<Polygon> hulls(MaskKind kind, const Points& points) {
  Polygon pixels;
  for (const auto& point : points) pixels.emplace_back(cvRound(point.x), cvRound(point.y));
  switch (kind) {
    case MaskKind::dfl_full: return hulls_of(pixels, dfl_full());
    case MaskKind::components: return hulls_of(pixels, components());
    case MaskKind::extended: return hulls_of(with_raised_brows(pixels), components());
    case MaskKind::facehull: break;
  }
  return {hull_of(pixels)};
}

cv::Mat drawn_mask(MaskKind kind, const Points& points, const cv::Size& canvas) {
  cv::Mat mask = cv::Mat::zeros(canvas, CV_8U);
  const auto edge = kind == MaskKind::facehull ? cv::LINE_AA : cv::LINE_8;
  for (const auto& hull : hulls(kind, points)) cv::fillConvexPoly(mask, hull, {255}, edge);
  return mask;
}

}  // namespace unseen::sbi
