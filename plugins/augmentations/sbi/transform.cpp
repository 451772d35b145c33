#include "transform.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "face.hpp"

namespace unseen::sbi {
namespace {

// What a value depends on: its neighbours, or two reduced pixels on either side, of at most four pixels each.
constexpr int kMargin = 8, kCell = 4;

cv::Mat sharpened(const cv::Mat& image, const Sharpening& sharpening) {
  const auto around = static_cast<float>(-sharpening.amount);
  cv::Mat kernel(3, 3, CV_32F, cv::Scalar(around));
  kernel.at<float>(1, 1) =
      static_cast<float>(1 - sharpening.amount + sharpening.amount * (8 + sharpening.lightness));
  cv::Mat result;
  cv::filter2D(image, result, -1, kernel);
  return result;
}

cv::Mat reduced_and_enlarged(const cv::Mat& image, int factor) {
  cv::Mat small, result;
  cv::resize(image, small, image.size() / factor, 0, 0, cv::INTER_NEAREST);
  cv::resize(small, result, image.size(), 0, 0, cv::INTER_LINEAR);
  return result;
}

}  // namespace

Transform draw_transform(Random& random) {
  Transform transform;
  transform.colour = draw_colour(kTransformLimits, random);
  if (random.chance(0.5)) {
    transform.reduction = random.chance(0.5) ? 2 : 4;
  } else {
    const auto amount = random.uniform(0.2, 0.5);
    transform.sharpening = {amount, random.uniform(0.5, 1.0)};
  }
  return transform;
}

cv::Mat transformed(const cv::Mat& canvas, const cv::Rect& region, const Transform& transform,
                    ColourMeaning meaning) {
  const auto around = grown(region, kMargin, kCell, canvas.size());
  const auto coloured = recoloured(canvas(around), transform.colour, meaning);
  const auto changed = transform.sharpening ? sharpened(coloured, *transform.sharpening)
                                            : reduced_and_enlarged(coloured, transform.reduction);
  return changed(region - around.tl());
}

}  // namespace unseen::sbi
