#pragma once

#include <array>

#include <opencv2/core/mat.hpp>

namespace unseen {

/// The similarity (rotation, one scale, shift) that brings five points nearest to others in least squares
/// (Umeyama, IEEE TPAMI 1991), as a 2 x 3 matrix of float64. The identity's scale where the points coincide.
cv::Matx23d similarity_between(const std::array<cv::Point2f, 5>& from, const std::array<cv::Point2f, 5>& to);

/// Where the corners of aligned_face() lie in the picture that it is cut from.
std::array<cv::Point2f, 4> aligned_corners(const std::array<cv::Point2f, 5>& points);

/// A face turned and scaled so that its eyes, nose and mouth lie where ArcFace's template for a square of 112
/// has them, shifted by 8 and with 15 % of margin on each side, as DeepfakeBench prepares its faces: 256 x
/// 256 pixels; black where the picture ends.
cv::Mat aligned_face(const cv::Mat& picture, const std::array<cv::Point2f, 5>& points);

}  // namespace unseen
