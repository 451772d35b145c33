#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "procedural_face.hpp"

namespace unseen {

/// Draws in the head's own coordinates: origin in the middle of the face, y down, lengths in shares of the
/// side.
class Pencil {
 public:
  Pencil(cv::Mat image, const Shot& shot)
      : image_{std::move(image)},
        unit_{image_.cols * shot.size},
        middle_{shot.x * image_.cols, shot.y * image_.rows},
        turn_{shot.turn} {}

  void ellipse(double x, double y, double width, double height, const cv::Scalar& colour,
               double tilt = 0) const {
    cv::ellipse(image_, at(x, y), cv::Size(fixed(width * unit_), fixed(height * unit_)), turn_ + tilt, 0, 360,
                colour, cv::FILLED, cv::LINE_AA, kShift);
  }

  void arc(double x, double y, double width, double height, double from, double to, const cv::Scalar& colour,
           double weight) const {
    cv::ellipse(image_, at(x, y), cv::Size(fixed(width * unit_), fixed(height * unit_)), turn_, from, to,
                colour, thickness(weight), cv::LINE_AA, kShift);
  }

  void line(double x0, double y0, double x1, double y1, const cv::Scalar& colour, double weight) const {
    cv::line(image_, at(x0, y0), at(x1, y1), colour, thickness(weight), cv::LINE_AA, kShift);
  }

  void polygon(const std::vector<cv::Point2d>& corners, const cv::Scalar& colour) const {
    std::vector<cv::Point> points;
    for (const auto& corner : corners) points.push_back(at(corner.x, corner.y));
    cv::fillConvexPoly(image_, points, colour, cv::LINE_AA, kShift);
  }

 private:
  static constexpr int kShift = 4;

  static int fixed(double value) {
    return static_cast<int>(std::lround(std::max(value, 0.0) * (1 << kShift)));
  }
  int thickness(double weight) const { return std::max(1, static_cast<int>(std::lround(weight * unit_))); }

  cv::Point at(double x, double y) const {
    const auto angle = turn_ * std::numbers::pi / 180;
    const auto scale = unit_ * (1 << kShift);
    return {static_cast<int>(
                std::lround(middle_.x * (1 << kShift) + scale * (x * std::cos(angle) - y * std::sin(angle)))),
            static_cast<int>(std::lround(middle_.y * (1 << kShift) +
                                         scale * (x * std::sin(angle) + y * std::cos(angle))))};
  }

  cv::Mat image_;
  double unit_;
  cv::Point2d middle_;
  double turn_;
};

}  // namespace unseen
