#pragma once

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

namespace unseen::sbi {

/// Step 8's displacements (Simard, Steinkraus, Platt, ICDAR 2003): `strength` times uniform noise in (-1, 1),
/// one value a pixel and axis, smoothed by a Gaussian of `sigma` pixels that ends at four sigma. What is left
/// has no detail finer than sigma, so it is computed on a grid: a cell's noise is the sum over its pixels,
/// which is normal to the eye and to the statistics. CV_32FC2, in pixels of the canvas, on a grid over the
/// whole canvas with cells of 4/7 sigma, 4 pixels for the recipe's 7.
cv::Mat elastic_field(const cv::Size& canvas, double strength, double sigma, Random& random);

/// The second half of it: noise of variance 1 in each cell becomes displacements.
cv::Mat smoothed_noise(const cv::Mat& noise, const cv::Size& canvas, double strength, double sigma);

/// The field at the middles of another grid's cells.
cv::Mat resampled(const cv::Mat& field, const cv::Size& grid);

}  // namespace unseen::sbi
