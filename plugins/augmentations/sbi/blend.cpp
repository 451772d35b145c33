#include "blend.hpp"

#include <cstdint>

#include <opencv2/core.hpp>

namespace unseen::sbi {
namespace {

// m in 1/16384, so that 1 fits 16 bits; differences times four, so that the product's high half is the
// result.
constexpr int kOne = 1 << 14;

void blend_row(const std::uint8_t* source, const std::int16_t* m, std::uint8_t* target, int count) {
  for (int i = 0; i < count; ++i) {
    const int step = (4 * (source[i] - target[i]) * m[i]) >> 16;  // rounds down, so their sum is cut off
    target[i] = static_cast<std::uint8_t>(target[i] + step);
  }
}

}  // namespace

void blend(const cv::Mat& source, const cv::Mat& m, cv::Mat target) {
  cv::Mat share, shares;
  m.convertTo(share, CV_16S, kOne);
  cv::merge(std::vector<cv::Mat>{share, share, share}, shares);
  for (int y = 0; y < target.rows; ++y) {
    blend_row(source.ptr<std::uint8_t>(y), shares.ptr<std::int16_t>(y), target.ptr<std::uint8_t>(y),
              target.cols * 3);
  }
}

}  // namespace unseen::sbi
