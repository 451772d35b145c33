#include "datasets/sbi/plain.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "sbi/elastic.hpp"
#include "sbi/hulls.hpp"

namespace unseen::sbi::plain {
namespace {

double largest(const cv::Mat& values) {
  double most = 0;
  cv::minMaxLoc(values, nullptr, &most);
  return most;
}

cv::Mat moved(const cv::Mat& picture, const Affine& affine, int interpolation) {
  const auto offset = affine.centre + affine.shift -
                      cv::Point2d{affine.scale.x * affine.centre.x, affine.scale.y * affine.centre.y};
  const cv::Matx23d forth{affine.scale.x, 0, offset.x, 0, affine.scale.y, offset.y};
  cv::Mat result;
  cv::warpAffine(picture, result, forth, picture.size(), interpolation);
  return result;
}

cv::Mat displaced(const cv::Mat& picture, const cv::Mat& field) {
  cv::Mat map = field.clone();
  map.convertTo(map, CV_32FC2);
  for (int y = 0; y < map.rows; ++y) {
    for (int x = 0; x < map.cols; ++x) map.at<cv::Vec2f>(y, x) += cv::Vec2f(cv::Point2f(cv::Point{x, y}));
  }
  cv::Mat result;
  cv::remap(picture, result, map, {}, cv::INTER_NEAREST, cv::BORDER_REFLECT_101);
  return result;
}

cv::Mat compressed_whole(const cv::Mat& picture, const Draws& draws, ColourMeaning colour) {
  return compressed(recoloured(picture, draws.finish.colour, colour), draws.finish);
}

}  // namespace

cv::Mat elastic_field(const cv::Size& canvas, double strength, double sigma, Random& random) {
  cv::Mat noise(canvas, CV_64FC2);
  for (auto* value = noise.ptr<double>(); value != noise.ptr<double>() + 2 * noise.total(); ++value) {
    *value = random.uniform(-1, 1);
  }
  return smoothed(noise, strength, sigma);
}

cv::Mat smoothed(const cv::Mat& noise, double strength, double sigma) {
  const auto side = 2 * cvRound(4 * sigma) + 1;
  cv::Mat field;
  cv::GaussianBlur(noise, field, {side, side}, sigma, sigma, cv::BORDER_REFLECT);
  return field * strength;
}

cv::Mat soft_mask(const cv::Mat& drawn, const Affine& affine, const cv::Mat& field,
                  const Softening& softening) {
  cv::Mat mask;
  drawn.convertTo(mask, CV_64F, 1 / 255.0);
  mask = displaced(moved(mask, affine, cv::INTER_NEAREST), field);
  cv::resize(mask, mask, softening.grid, 0, 0, cv::INTER_LINEAR);
  cv::GaussianBlur(mask, mask, {softening.inner, softening.inner}, 0);
  mask /= largest(mask);
  mask.setTo(0, mask < 1 - 1e-9);
  cv::GaussianBlur(mask, mask, {softening.outer, softening.outer}, softening.sigma);
  mask /= largest(mask);
  cv::resize(mask, mask, drawn.size(), 0, 0, cv::INTER_LINEAR);
  return mask * softening.ratio;
}

cv::Mat blended(const cv::Mat& source, const cv::Mat& target, const cv::Mat& mask) {
  cv::Mat result(target.size(), CV_8UC3);
  for (int y = 0; y < target.rows; ++y) {
    for (int x = 0; x < target.cols; ++x) {
      const auto m = mask.at<double>(y, x);
      for (int c = 0; c < 3; ++c) {
        const auto value = m * source.at<cv::Vec3b>(y, x)[c] + (1 - m) * target.at<cv::Vec3b>(y, x)[c];
        result.at<cv::Vec3b>(y, x)[c] = static_cast<std::uint8_t>(value + 1e-9);
      }
    }
  }
  return result;
}

Pair pair(const Face& given, const Draws& draws, ColourMeaning colour) {
  const auto face = draws.mirrors ? mirrored(given) : given;
  const auto canvas = face.image.size();
  const cv::Rect whole{{0, 0}, canvas};
  const auto changed = transformed(face.image, whole, draws.transform, colour);
  const auto& target = draws.transforms_source ? face.image : changed;
  const auto source = moved(draws.transforms_source ? changed : face.image, draws.affine, cv::INTER_LINEAR);
  const auto points = draws.drops_forehead ? without_forehead(face.points) : face.points;
  const auto mask = soft_mask(drawn_mask(draws.kind, points, canvas), draws.affine,
                              resampled(draws.field, canvas), draws.softening);
  const auto window = inner_window(face, draws.margins);
  return {compressed_whole(target, draws, colour)(window),
          compressed_whole(blended(source, target, mask), draws, colour)(window), mask(window)};
}

}  // namespace unseen::sbi::plain
