#include "faces/area_sums.hpp"

#include <cstdint>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>
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

/// The means of one window, a channel after the other.
void put(const std::uint32_t* above, const std::uint32_t* below, const Span& span, float scale, float* out) {
  for (int c = 0; c < 3; ++c) {
    const auto l = 3 * span.first + c, r = 3 * span.end + c;
    out[c] = static_cast<float>(below[r] - below[l] - above[r] + above[l]) * scale;
  }
}

/// The same of four numbers at once, of which the fourth is nobody's: it is read behind the window and
/// written behind the pixel.
void put_four(const std::uint32_t* above, const std::uint32_t* below, const Span& span, float scale,
              float* out) {
  const auto l = 3 * span.first, r = 3 * span.end;
  const auto sums =
      cv::v_load(below + r) - cv::v_load(below + l) - cv::v_load(above + r) + cv::v_load(above + l);
  cv::v_store(out, cv::v_cvt_f32(cv::v_reinterpret_as_s32(sums)) * cv::v_setall_f32(scale));
}

}  // namespace

AreaSums::AreaSums(const cv::Mat& rgb) { cv::integral(rgb, sums_, CV_32S); }

void AreaSums::resample(const cv::Rect& part, const cv::Size& size, float* out) const {
  const auto columns = windows(part.x, part.width, size.width);
  for (const auto& rows : windows(part.y, part.height, size.height)) {
    const auto* above = sums_.ptr<std::uint32_t>(rows.first);
    const auto* below = sums_.ptr<std::uint32_t>(rows.end);
    for (const auto& span : columns) {
      const auto scale = 1.0F / static_cast<float>((rows.end - rows.first) * (span.end - span.first));
      const auto is_last = &span == &columns.back() || span.end == sums_.cols - 1;
      if (is_last) {
        put(above, below, span, scale, out);
      } else {
        put_four(above, below, span, scale, out);
      }
      out += 3;
    }
  }
}

}  // namespace unseen
