#include "affine.hpp"

#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace unseen::sbi {

cv::Point2d Affine::origin_of(const cv::Point2d& place) const {
  const auto moved = place - centre - shift;
  return centre + cv::Point2d{moved.x / scale.x, moved.y / scale.y};
}

cv::Rect Affine::origin_of(const cv::Rect& region, const cv::Size& canvas) const {
  const auto first = origin_of(cv::Point2d(region.tl())), last = origin_of(cv::Point2d(region.br()));
  // One pixel for the interpolation, one for what OpenCV rounds.
  const cv::Point from{cvFloor(first.x) - 2, cvFloor(first.y) - 2};
  const cv::Point to{cvCeil(last.x) + 2, cvCeil(last.y) + 2};
  return cv::Rect(from, to) & cv::Rect({0, 0}, canvas);
}

Affine draw_affine(const Options& options, const cv::Size& canvas, Random& random) {
  const auto shift_x = random.uniform(-options.shift_x, options.shift_x) * canvas.width;
  const auto shift_y = random.uniform(-options.shift_y, options.shift_y) * canvas.height;
  const auto scale_x = random.uniform(options.least_scale, 1 / options.least_scale);
  const auto scale_y = random.uniform(options.least_scale, 1 / options.least_scale);
  return {{(canvas.width - 1) / 2.0, (canvas.height - 1) / 2.0}, {scale_x, scale_y}, {shift_x, shift_y}};
}

cv::Mat warped(const cv::Mat& part, const cv::Point& place, const Affine& affine, const cv::Rect& region) {
  const auto origin = affine.origin_of(cv::Point2d(region.tl())) - cv::Point2d(place);
  const cv::Matx23d back{1 / affine.scale.x, 0, origin.x, 0, 1 / affine.scale.y, origin.y};
  cv::Mat result;
  cv::warpAffine(part, result, back, region.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_CONSTANT);
  return result;
}

}  // namespace unseen::sbi
