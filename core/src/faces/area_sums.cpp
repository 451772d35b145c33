#include "faces/area_sums.hpp"

#include <cstdint>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace unseen {
namespace {

struct Span {
  int first, end;
};

std::vector<Span> windows(int first, int length, int count) {
  std::vector<Span> all;
  for (std::int64_t i = 0; i < count; ++i) {
    all.push_back({first + static_cast<int>(i * length / count),
                   first + static_cast<int>(((i + 1) * length + count - 1) / count)});
  }
  return all;
}

}  // namespace

AreaSums::AreaSums(const cv::Mat& rgb) { cv::integral(rgb, sums_, CV_32S); }

void AreaSums::resample(const cv::Rect& part, const cv::Size& size, float* out) const {
  const auto columns = windows(part.x, part.width, size.width);
  for (const auto& rows : windows(part.y, part.height, size.height)) {
    const auto* above = sums_.ptr<std::uint32_t>(rows.first);
    const auto* below = sums_.ptr<std::uint32_t>(rows.end);
    for (const auto& [left, right] : columns) {
      const auto scale = 1.0F / static_cast<float>((rows.end - rows.first) * (right - left));
      for (int c = 0; c < 3; ++c) {
        const auto l = 3 * left + c, r = 3 * right + c;
        *out++ = static_cast<float>(below[r] - below[l] - above[r] + above[l]) * scale;
      }
    }
  }
}

}  // namespace unseen
