#pragma once

#include <opencv2/core/mat.hpp>

namespace unseen::sbi {

/// target = m source + (1 - m) target, cut off below, in place: 8-bit RGB, m in CV_32F from 0 to 1. The
/// target's pixels must be nobody else's.
void blend(const cv::Mat& source, const cv::Mat& m, cv::Mat target);

}  // namespace unseen::sbi
