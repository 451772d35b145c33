#include "data/alignment.hpp"

#include <complex>
#include <numeric>

#include <opencv2/imgproc.hpp>

namespace unseen {
namespace {

using Points = std::array<cv::Point2f, 5>;
using Complex = std::complex<double>;

constexpr float kSide = 256.0F, kTemplateSide = 112.0F, kMargin = 0.15F * kTemplateSide;
const Points kTemplate{{{30.2946F + 8.0F, 51.6963F},
                        {65.5318F + 8.0F, 51.5014F},
                        {48.0252F + 8.0F, 71.7366F},
                        {33.5493F + 8.0F, 92.3655F},
                        {62.7299F + 8.0F, 92.2041F}}};

Complex number(const cv::Point2f& point) { return {point.x, point.y}; }

Complex middle(const Points& points) {
  Complex sum;
  for (const auto& point : points) sum += number(point);
  return sum / static_cast<double>(points.size());
}

cv::Matx23d to_template(const Points& points) {
  auto target = kTemplate;
  constexpr auto kFactor = kSide / (kTemplateSide + 2.0F * kMargin);
  for (auto& point : target) point = (point + cv::Point2f{kMargin, kMargin}) * kFactor;
  return similarity_between(points, target);
}

}  // namespace

cv::Matx23d similarity_between(const Points& from, const Points& to) {
  // As complex numbers a similarity is w = a z + b.
  const auto z0 = middle(from), w0 = middle(to);
  Complex shared;
  double spread = 0.0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const auto z = number(from.at(i)) - z0;
    shared += std::conj(z) * (number(to.at(i)) - w0);
    spread += std::norm(z);
  }
  const auto a = spread > 0.0 ? shared / spread : Complex{1.0};
  const auto b = w0 - a * z0;
  return {a.real(), -a.imag(), b.real(), a.imag(), a.real(), b.imag()};
}

std::array<cv::Point2f, 4> aligned_corners(const Points& points) {
  cv::Matx23d back;
  cv::invertAffineTransform(to_template(points), back);
  std::array<cv::Point2f, 4> corners{{{0, 0}, {kSide, 0}, {0, kSide}, {kSide, kSide}}};
  for (auto& corner : corners) {
    const auto place = back * cv::Vec3d{corner.x, corner.y, 1.0};
    corner = {static_cast<float>(place[0]), static_cast<float>(place[1])};
  }
  return corners;
}

cv::Mat aligned_face(const cv::Mat& picture, const Points& points) {
  cv::Mat image;
  cv::warpAffine(picture, image, to_template(points), {static_cast<int>(kSide), static_cast<int>(kSide)},
                 cv::INTER_LINEAR);
  return image;
}

}  // namespace unseen
