#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "face.hpp"
#include "options.hpp"

namespace unseen::sbi {

using Polygon = std::vector<cv::Point>;

/// Step 5: the convex hulls, in whole pixels, whose union is a mask. `facehull` takes all the points given,
/// the others the first 68.
std::vector<Polygon> hulls(MaskKind kind, const Points& points);

/// 8-bit, 255 inside; only the edge of `facehull` has values between.
cv::Mat drawn_mask(MaskKind kind, const Points& points, const cv::Size& canvas);

}  // namespace unseen::sbi
