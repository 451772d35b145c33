#include <algorithm>
#include <vector>

#include <unseen/pixels.hpp>

#include "sdk/kernels/jpeg_blocks.hpp"
#include "sdk/kernels/jpeg_colour.hpp"

namespace unseen {
namespace {

int rounded_up(int count, int unit) { return (count + unit - 1) / unit * unit; }

/// One component, with room for whole groups of blocks.
class Plane {
 public:
  Plane(int width, int height)
      : width_{width},
        height_{height},
        stride_{rounded_up(width, 8 * kJpegBlocks)},
        samples_(static_cast<std::size_t>(stride_) * rounded_up(height, 8)) {}

  std::uint8_t* row(int y) { return samples_.data() + static_cast<std::ptrdiff_t>(y) * stride_; }
  int height() const { return height_; }

  /// Blocks that reach beyond the component hold its last row again.
  void repeat_last_row() {
    for (int y = height_; y % 8 != 0; ++y) std::copy_n(row(height_ - 1), stride_, row(y));
  }

  void quantise(const JpegSteps& steps) {
    repeat_last_row();
    for (int y = 0; y < height_; y += 8) {
      for (int x = 0; x < width_; x += 8 * kJpegBlocks) {
        quantise_blocks(row(y) + x, stride_, std::min(kJpegBlocks, rounded_up(width_ - x, 8) / 8), steps);
      }
    }
  }

 private:
  int width_, height_, stride_;
  std::vector<std::uint8_t> samples_;
};

/// Fills a row up to `to` samples with the last of its first `from`.
void repeat_last(std::uint8_t* row, int from, int to) { std::fill(row + from, row + to, row[from - 1]); }

/// A picture in the three components of a JPEG file.
class Components {
 public:
  explicit Components(const Pixels& bgr)
      : width_{bgr.width},
        padded_{rounded_up(bgr.width, 16)},
        half_{(bgr.width + 1) / 2},
        luma_{bgr.width, rounded_up(bgr.height, 2)},
        blue_{half_, (bgr.height + 1) / 2},
        red_{half_, (bgr.height + 1) / 2} {
    for (int y = 0; y < blue_.height(); ++y) split_two_rows(bgr, y);
  }

  void quantise(int quality) {
    const auto of_luma = luma_steps(quality), of_colour = chroma_steps(quality);
    luma_.quantise(of_luma);
    blue_.quantise(of_colour);
    red_.quantise(of_colour);
  }

  void join(const Pixels& bgr) {
    const auto count = static_cast<std::size_t>(half_);
    std::vector<std::int16_t> work(count + 2);
    std::vector<std::uint8_t> blue(2 * count), red(2 * count);
    for (int y = 0; y < bgr.height; ++y) {
      widen(blue_, y, work, blue);
      widen(red_, y, work, red);
      join_bgr(luma_.row(y), blue.data(), red.data(), width_, bgr.row(y));
    }
  }

 private:
  /// Rows 2y and 2y + 1; a last row without a second stands for both.
  void split_two_rows(const Pixels& bgr, int y) {
    std::vector<std::uint8_t> colours(4 * static_cast<std::size_t>(padded_));
    auto* of_row = colours.data();
    for (int i = 2 * y; i < 2 * y + 2; ++i, of_row += 2 * padded_) {
      auto *luma = luma_.row(i), *blue = of_row, *red = of_row + padded_;
      split_bgr(bgr.row(std::min(i, bgr.height - 1)), width_, luma, blue, red);
      for (auto* row : {luma, blue, red}) repeat_last(row, width_, padded_);
    }
    const auto* upper = colours.data();
    const auto* lower = upper + 2 * padded_;
    halve_rows(upper, lower, padded_ / 2, blue_.row(y));
    halve_rows(upper + padded_, lower + padded_, padded_ / 2, red_.row(y));
  }

  /// Row y of a colour at full resolution. libjpeg blends neither rows nor columns where there are two or
  /// fewer.
  void widen(Plane& colour, int y, std::vector<std::int16_t>& work, std::vector<std::uint8_t>& wide) const {
    const auto* near = colour.row(y / 2);
    if (half_ <= 2) {
      for (std::size_t x = 0; x < wide.size(); ++x) wide[x] = near[x / 2];
      return;
    }
    const auto* far = colour.row(std::clamp(y % 2 == 0 ? y / 2 - 1 : y / 2 + 1, 0, colour.height() - 1));
    widen_row(near, far, half_, work.data(), wide.data());
  }

  int width_, padded_, half_;
  Plane luma_, blue_, red_;
};

}  // namespace

void jpeg_round_trip(const Pixels& bgr, int quality) {
  if (bgr.width <= 0 || bgr.height <= 0) return;
  Components components{bgr};
  components.quantise(quality);
  components.join(bgr);
}

}  // namespace unseen
