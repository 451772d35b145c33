#include <algorithm>
#include <vector>

#include <unseen/pixels.hpp>

#include "sdk/kernels/fastest.hpp"

namespace unseen {
namespace {

/// One of `up` and `down` is 0 for each byte.
[[gnu::always_inline]] inline void shift_bytes(std::uint8_t* bytes, int count, const std::uint8_t* up,
                                               const std::uint8_t* down) {
  for (int i = 0; i < count; ++i) {
    const std::uint8_t room = 255 - bytes[i];
    const std::uint8_t raised = bytes[i] + std::min(up[i], room);
    bytes[i] = raised - std::min(down[i], raised);
  }
}

[[gnu::always_inline]] inline void scale_bytes(std::uint8_t* bytes, int count, float scale, float offset) {
  for (int i = 0; i < count; ++i) {
    const auto level = static_cast<int>(static_cast<float>(bytes[i]) * scale + offset);
    bytes[i] = static_cast<std::uint8_t>(std::clamp(level, 0, 255));
  }
}

}  // namespace

void shift_channels(const Pixels& pixels, const std::array<int, 3>& shift) {
  const auto count = 3 * static_cast<std::size_t>(pixels.width);
  std::vector<std::uint8_t> up(count), down(count);
  for (std::size_t i = 0; i < count; ++i) {
    up[i] = static_cast<std::uint8_t>(std::clamp(shift[i % 3], 0, 255));
    down[i] = static_cast<std::uint8_t>(std::clamp(-shift[i % 3], 0, 255));
  }
  for (int y = 0; y < pixels.height; ++y) {
    fastest<shift_bytes>(pixels.row(y), static_cast<int>(count), up.data(), down.data());
  }
}

void scale_levels(const Pixels& pixels, float scale, float offset) {
  for (int y = 0; y < pixels.height; ++y)
    fastest<scale_bytes>(pixels.row(y), 3 * pixels.width, scale, offset);
}

}  // namespace unseen
