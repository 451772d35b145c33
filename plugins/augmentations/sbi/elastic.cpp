#include "elastic.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace unseen::sbi {
namespace {

constexpr double kTruncate = 4;  // sigmas

int cells(int pixels, double sigma) {
  const auto cell = std::max(1.0, sigma * 4 / 7);
  return std::max(1, static_cast<int>(std::lround(pixels / cell)));
}

/// The sum of four bytes: mean 510, standard deviation 147.8, near normal.
float near_normal(std::uint32_t bits) {
  const auto sum = (bits & 255) + ((bits >> 8) & 255) + ((bits >> 16) & 255) + (bits >> 24);
  return (static_cast<float>(sum) - 510.0F) / 147.80F;
}

int ksize(double sigma) { return 2 * static_cast<int>(std::lround(kTruncate * sigma)) + 1; }

}  // namespace

cv::Mat elastic_field(const cv::Size& canvas, double strength, double sigma, Random& random) {
  cv::Mat noise(cells(canvas.height, sigma), cells(canvas.width, sigma), CV_32FC2);
  for (int y = 0; y < noise.rows; ++y) {
    auto* row = noise.ptr<cv::Vec2f>(y);
    for (int x = 0; x < noise.cols; ++x) {
      const auto bits = random();
      row[x] = {near_normal(static_cast<std::uint32_t>(bits)),
                near_normal(static_cast<std::uint32_t>(bits >> 32))};
    }
  }
  return smoothed_noise(noise, canvas, strength, sigma);
}

cv::Mat smoothed_noise(const cv::Mat& noise, const cv::Size& canvas, double strength, double sigma) {
  const cv::Size2d cell{static_cast<double>(canvas.width) / noise.cols,
                        static_cast<double>(canvas.height) / noise.rows};
  const cv::Size2d spread{sigma / cell.width, sigma / cell.height};
  cv::Mat field;
  cv::GaussianBlur(noise, field, {ksize(spread.width), ksize(spread.height)}, spread.width, spread.height,
                   cv::BORDER_REFLECT);
  // Noise in (-1, 1) has variance 1/3 a pixel; the smoothed value is a mean over pixels.
  field *= strength / std::sqrt(3 * cell.area());
  return field;
}

cv::Mat resampled(const cv::Mat& field, const cv::Size& grid) {
  cv::Mat result;
  cv::resize(field, result, grid, 0, 0, cv::INTER_CUBIC);
  return result;
}

}  // namespace unseen::sbi
