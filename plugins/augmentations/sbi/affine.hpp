#pragma once

#include <opencv2/core/mat.hpp>

#include <unseen/random.hpp>

#include "options.hpp"

namespace unseen::sbi {

/// Step 7: each axis scaled about the canvas' middle and moved, without rotation: along x the place
/// centre.x + u goes to centre.x + scale.x u + shift.x.
struct Affine {
  cv::Point2d centre, scale, shift;

  /// What lies at `place` afterwards came from here.
  cv::Point2d origin_of(const cv::Point2d& place) const;

  /// The pixels that decide what lies in `region` afterwards.
  cv::Rect origin_of(const cv::Rect& region, const cv::Size& canvas) const;
};

Affine draw_affine(const Options& options, const cv::Size& canvas, Random& random);

/// `region` of the moved canvas, bilinear, black where nothing came from. `part` are the canvas' pixels at
/// `place`, which must hold origin_of(region).
cv::Mat warped(const cv::Mat& part, const cv::Point& place, const Affine& affine, const cv::Rect& region);

}  // namespace unseen::sbi
