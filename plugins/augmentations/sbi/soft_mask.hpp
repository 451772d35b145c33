#pragma once

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

#include "affine.hpp"
#include "options.hpp"

namespace unseen::sbi {

/// Step 9: the mask is softened on a grid of its own size, whatever the size of the face.
struct Softening {
  cv::Size grid;     ///< 192 to 256 each
  int inner;         ///< k1, odd, 5 to 25
  int outer, sigma;  ///< k2, odd, 5 to 25; 5 to 45
  double ratio;      ///< at the middle of the region
};

Softening draw_softening(const Options& options, Random& random);

/// Steps 7 and 8 for the mask, on the softening's grid: each of its cells looks up the drawn mask where the
/// displacement and the affine map say its value comes from. 8-bit, 255 inside.
cv::Mat deformed(const cv::Mat& drawn, const Affine& affine, const cv::Mat& field, const cv::Size& grid);

/// The first half of step 9. A blur of k1 with what is below its maximum set to zero leaves those cells about
/// which the whole k1 x k1 square is inside, as every weight of the blur is positive: an erosion, free of
/// rounding. Where no square fits, the blur's largest value is left. 8-bit; all zero for an empty mask.
cv::Mat cores(const cv::Mat& deformed, int k1);

/// The second half: cores blurred, largest value 1, times the ratio. CV_32F.
cv::Mat softened(const cv::Mat& cores, const Softening& softening);

/// The pixels of the canvas that softened() may make larger than zero; none for an empty mask.
cv::Rect support(const cv::Mat& cores, const Softening& softening, const cv::Size& canvas);

/// `region` of the soft mask at the canvas' size, bilinear.
cv::Mat enlarged(const cv::Mat& soft, const cv::Size& canvas, const cv::Rect& region);

}  // namespace unseen::sbi
