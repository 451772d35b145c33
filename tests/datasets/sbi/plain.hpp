#pragma once

#include <opencv2/core/mat.hpp>

#include "sbi/draws.hpp"
#include "sbi/face.hpp"

namespace unseen::sbi::plain {

// The recipe as its description reads: every step on the whole canvas, at full size, in doubles. What the
// plugin does instead must come to the same.

/// Step 8's field from one draw a pixel and axis, CV_64FC2.
cv::Mat elastic_field(const cv::Size& canvas, double strength, double sigma, Random& random);

/// Noise smoothed by the Gaussian that ends at four sigma, times the strength.
cv::Mat smoothed(const cv::Mat& noise, double strength, double sigma);

/// Steps 7 to 9 on a drawn mask, with a field of the canvas' size. CV_64F, of that size.
cv::Mat soft_mask(const cv::Mat& drawn, const Affine& affine, const cv::Mat& field,
                  const Softening& softening);

cv::Mat blended(const cv::Mat& source, const cv::Mat& target, const cv::Mat& mask);

struct Pair {
  cv::Mat real, fake;  ///< in the window
  cv::Mat mask;        ///< CV_64F, in the window
};

Pair pair(const Face& face, const Draws& draws, ColourMeaning colour);

}  // namespace unseen::sbi::plain
