#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include <unseen/augmentation.hpp>

namespace unseen::test {

/// dlib's 68 points of a symmetric face of ordinary proportions, about `box`, in whole pixels.
std::vector<cv::Point2f> plain_landmarks(const cv::Rect2f& box);

/// The same with 13 points of a forehead, in the order of dlib's 81-point scheme.
std::vector<cv::Point2f> landmarks_with_forehead(const cv::Rect2f& box);

/// A face drawn about 68 points, 8-bit RGB, with the uneven skin and the noise of a photograph.
cv::Mat drawn_face(const cv::Size& size, const std::vector<cv::Point2f>& points);

/// A real face `width` pixels wide, in its context as the crop store cuts it; video "people/001", frame 12.
Sample face_sample(int width);

}  // namespace unseen::test
