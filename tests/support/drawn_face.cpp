#include "support/drawn_face.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <unseen/random.hpp>

namespace unseen::test {
namespace {

using Points = std::vector<cv::Point2f>;

constexpr std::array<std::array<float, 2>, 68> kProportions{
    {{0.00F, 0.19F}, {0.01F, 0.32F}, {0.03F, 0.46F}, {0.05F, 0.59F}, {0.09F, 0.71F}, {0.16F, 0.82F},
     {0.25F, 0.91F}, {0.37F, 0.98F}, {0.50F, 1.00F}, {0.63F, 0.98F}, {0.75F, 0.91F}, {0.84F, 0.82F},
     {0.91F, 0.71F}, {0.95F, 0.59F}, {0.97F, 0.46F}, {0.99F, 0.32F}, {1.00F, 0.19F}, {0.09F, 0.09F},
     {0.15F, 0.02F}, {0.24F, 0.00F}, {0.33F, 0.01F}, {0.42F, 0.05F}, {0.58F, 0.05F}, {0.67F, 0.01F},
     {0.76F, 0.00F}, {0.85F, 0.02F}, {0.91F, 0.09F}, {0.50F, 0.15F}, {0.50F, 0.23F}, {0.50F, 0.32F},
     {0.50F, 0.41F}, {0.40F, 0.47F}, {0.45F, 0.49F}, {0.50F, 0.50F}, {0.55F, 0.49F}, {0.60F, 0.47F},
     {0.19F, 0.17F}, {0.25F, 0.14F}, {0.31F, 0.14F}, {0.37F, 0.18F}, {0.31F, 0.19F}, {0.24F, 0.19F},
     {0.63F, 0.18F}, {0.69F, 0.14F}, {0.75F, 0.14F}, {0.81F, 0.17F}, {0.76F, 0.19F}, {0.69F, 0.19F},
     {0.30F, 0.64F}, {0.37F, 0.60F}, {0.45F, 0.59F}, {0.50F, 0.60F}, {0.55F, 0.59F}, {0.63F, 0.60F},
     {0.70F, 0.64F}, {0.63F, 0.70F}, {0.56F, 0.73F}, {0.50F, 0.74F}, {0.44F, 0.73F}, {0.37F, 0.70F},
     {0.33F, 0.64F}, {0.44F, 0.63F}, {0.50F, 0.64F}, {0.56F, 0.63F}, {0.67F, 0.64F}, {0.56F, 0.66F},
     {0.50F, 0.67F}, {0.44F, 0.66F}}};

// From ear to ear, where dlib's scheme puts them.
constexpr std::array kForehead{77, 75, 76, 68, 69, 70, 71, 80, 72, 73, 79, 74, 78};

cv::Point2f in(const cv::Rect2f& box, float x, float y) {
  return {std::round(box.x + x * box.width), std::round(box.y + y * box.height)};
}

std::vector<cv::Point> outline(const Points& points, int first, int last) {
  std::vector<cv::Point> corners;
  for (int i = first; i <= last; ++i) corners.emplace_back(points[static_cast<std::size_t>(i)]);
  return corners;
}

void fill(cv::Mat& picture, const Points& points, int first, int last, const cv::Scalar& colour) {
  cv::fillPoly(picture, std::vector{outline(points, first, last)}, colour, cv::LINE_AA);
}

void draw_head(cv::Mat& picture, const cv::Rect2f& face) {
  const cv::Point middle{in(face, 0.5F, 0.38F)};
  const cv::Size skin{cvRound(0.52 * face.width), cvRound(0.64 * face.height)};
  const cv::Size hair{cvRound(0.6 * face.width), cvRound(0.74 * face.height)};
  cv::ellipse(picture, middle, hair, 0, 0, 360, {70, 50, 38}, cv::FILLED, cv::LINE_AA);
  cv::ellipse(picture, middle, skin, 0, 0, 360, {206, 160, 134}, cv::FILLED, cv::LINE_AA);
}

/// Light from the left, and grain.
void shade(cv::Mat& picture, const cv::Rect2f& face) {
  Random random{3, 0, 0};
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const auto light = 1.1 - 0.3 * (static_cast<double>(x) - face.x) / face.width;
      for (auto c = 0; c < 3; ++c) {
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<std::uint8_t>(value * light + random.uniform(-6, 6));
      }
    }
  }
}

}  // namespace

Points plain_landmarks(const cv::Rect2f& box) {
  Points points;
  for (const auto& [x, y] : kProportions) points.push_back(in(box, x, y));
  return points;
}

Points landmarks_with_forehead(const cv::Rect2f& box) {
  auto points = plain_landmarks(box);
  points.resize(81);
  for (std::size_t i = 0; i < kForehead.size(); ++i) {
    const auto turn = static_cast<float>(i) / 12 * std::numbers::pi_v<float>;
    points[static_cast<std::size_t>(kForehead[i])] =
        in(box, 0.5F - 0.48F * std::cos(turn), 0.1F - 0.35F * std::sin(turn));
  }
  return points;
}

cv::Mat drawn_face(const cv::Size& size, const Points& points) {
  const cv::Rect2f face{points[0].x, points[19].y, points[16].x - points[0].x, points[8].y - points[19].y};
  cv::Mat picture(size, CV_8UC3, cv::Scalar{120, 138, 156});
  draw_head(picture, face);
  for (const auto first : {17, 22}) fill(picture, points, first, first + 4, {84, 60, 46});
  for (const auto first : {36, 42}) fill(picture, points, first, first + 5, {236, 232, 228});
  fill(picture, points, 30, 35, {176, 124, 102});
  fill(picture, points, 48, 59, {180, 88, 88});
  const auto soft = 2 * (std::max(1, cvRound(face.width) / 80)) + 1;
  cv::GaussianBlur(picture, picture, {soft, soft}, 0);
  shade(picture, face);
  return picture;
}

Sample face_sample(int width) {
  const auto side = static_cast<float>(width);
  // What lies about the box of a detector, which is a quarter higher than the points.
  const cv::Rect2f face{std::round(0.6F * side), std::round(1.45F * side), side, side};
  Sample sample;
  sample.landmarks = plain_landmarks(face);
  sample.outer = drawn_face({cvRound(2.2 * width), cvRound(2.95 * width)}, *sample.landmarks);
  sample.box = {cvRound(face.x), cvRound(face.y - 0.25F * side), width, cvRound(1.27 * width)};
  sample.image = sample.outer(sample.box);
  sample.video = "people/001";
  sample.frame = 12;
  return sample;
}

}  // namespace unseen::test
