#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace [[gnu::visibility("default")]] unseen {

/// Pixels of three 8-bit channels side by side, in memory that somebody else owns. The functions below change
/// them in place, each on one thread, and give the same bytes on every machine.
struct Pixels {
  std::uint8_t* data;
  std::ptrdiff_t stride;  ///< bytes from one row to the next
  int width, height;

  std::uint8_t* row(int y) const { return data + y * stride; }
};

/// clip(v + shift), by channel.
void shift_channels(const Pixels& pixels, const std::array<int, 3>& shift);

/// clip(scale v + offset) in float32, its fraction cut off. |scale v + offset| < 2^31.
void scale_levels(const Pixels& pixels, float scale, float offset);

/// Added in OpenCV's 8-bit HSV: hue in steps of 2 degrees, around the circle; the others clipped to 0..255.
struct HsvShift {
  int hue = 0, saturation = 0, value = 0;
  bool keeps_grey = false;  ///< what has no saturation gets none
};

/// Of RGB pixels, with the roundings of OpenCV's conversions there and back. (OpenCV's own differ by 1 in the
/// last pixels of a row, those beyond its last whole vector: it rounds there and cuts fractions off
/// elsewhere.)
void shift_hsv(const Pixels& rgb, const HsvShift& shift);

/// What a baseline JPEG file of this quality (0 to 100), with colours at half the resolution, would keep of
/// BGR pixels: bit for bit what libjpeg-turbo's encoder and decoder give, without the lossless half of their
/// work.
void jpeg_round_trip(const Pixels& bgr, int quality);

}  // namespace unseen
