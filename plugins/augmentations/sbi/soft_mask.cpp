#include "soft_mask.hpp"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "elastic.hpp"

namespace unseen::sbi {
namespace {

int draw_odd(int least, int most, Random& random) {
  return least + 2 * static_cast<int>(random.integer(0, (most - least) / 2));
}

/// As BORDER_REFLECT_101.
float reflected(float place, float last) { return std::max(0.0F, last - std::abs(last - std::abs(place))); }

/// One axis of the way back from a grid's cells to the pixels of the drawn mask.
struct Axis {
  /// Of a cell's middle, moved by `displacement` pixels.
  float origin_of(int cell, float displacement) const {
    const auto place = (static_cast<float>(cell) + 0.5F) * pixels_per_cell - 0.5F + displacement;
    return offset + factor * reflected(place, last);
  }

  float pixels_per_cell, last, factor, offset;
};

Axis axis_of(int pixels, int cells, double centre, double scale, double shift) {
  return {static_cast<float>(pixels) / static_cast<float>(cells), static_cast<float>(pixels - 1),
          static_cast<float>(1 / scale), static_cast<float>(centre - (centre + shift) / scale)};
}

}  // namespace

Softening draw_softening(const Options& options, Random& random) {
  Softening softening;
  softening.grid.width = static_cast<int>(random.integer(192, 256));
  softening.grid.height = static_cast<int>(random.integer(192, 256));
  softening.inner = draw_odd(5, 25, random);
  softening.outer = draw_odd(5, 25, random);
  softening.sigma = static_cast<int>(random.integer(5, 45));
  const auto last = static_cast<std::int64_t>(options.blend_ratios.size()) - 1;
  softening.ratio = options.blend_ratios[static_cast<std::size_t>(random.integer(0, last))];
  return softening;
}

cv::Mat deformed(const cv::Mat& drawn, const Affine& affine, const cv::Mat& field, const cv::Size& grid) {
  auto map = resampled(field, grid);
  const auto& [centre, scale, shift] = affine;
  const auto across = axis_of(drawn.cols, grid.width, centre.x, scale.x, shift.x);
  const auto down = axis_of(drawn.rows, grid.height, centre.y, scale.y, shift.y);
  for (int y = 0; y < grid.height; ++y) {
    auto* row = map.ptr<cv::Vec2f>(y);
    for (int x = 0; x < grid.width; ++x)
      row[x] = {across.origin_of(x, row[x][0]), down.origin_of(y, row[x][1])};
  }
  cv::Mat result;
  cv::remap(drawn, result, map, {}, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
  return result;
}

cv::Mat cores(const cv::Mat& deformed, int k1) {
  cv::Mat result;
  cv::erode(deformed, result, cv::Mat::ones(k1, k1, CV_8U));
  result = result == 255;
  if (cv::countNonZero(result) > 0 || cv::countNonZero(deformed) == 0) return result;
  cv::Mat blurred;
  deformed.convertTo(blurred, CV_32F);
  cv::GaussianBlur(blurred, blurred, {k1, k1}, 0);
  double most = 0;
  cv::minMaxLoc(blurred, nullptr, &most);
  return blurred >= most;
}

cv::Mat softened(const cv::Mat& cores, const Softening& softening) {
  cv::Mat soft;
  cores.convertTo(soft, CV_32F);
  cv::GaussianBlur(soft, soft, {softening.outer, softening.outer}, softening.sigma);
  double most = 0;
  cv::minMaxLoc(soft, nullptr, &most);
  soft *= softening.ratio / most;
  return soft;
}

cv::Rect support(const cv::Mat& cores, const Softening& softening, const cv::Size& canvas) {
  const auto core = cv::boundingRect(cores);
  if (core.empty()) return {};
  const auto reach = softening.outer / 2 + 1;  // of the blur, and of the interpolation on the way back
  const auto across = [](int cell, int cells, int pixels) {
    return static_cast<double>(cell) * pixels / cells;
  };
  const cv::Point from{cvFloor(across(core.x - reach, cores.cols, canvas.width)),
                       cvFloor(across(core.y - reach, cores.rows, canvas.height))};
  const cv::Point to{cvCeil(across(core.br().x + reach, cores.cols, canvas.width)),
                     cvCeil(across(core.br().y + reach, cores.rows, canvas.height))};
  return cv::Rect(from, to) & cv::Rect({0, 0}, canvas);
}

cv::Mat enlarged(const cv::Mat& soft, const cv::Size& canvas, const cv::Rect& region) {
  cv::Mat whole;
  cv::resize(soft, whole, canvas, 0, 0, cv::INTER_LINEAR);
  return whole(region);
}

}  // namespace unseen::sbi
