#pragma once

#include <cstdint>

namespace unseen {

/// True where the build has CUDA kernels.
bool has_normalise_kernel();

/// out = pixel * scale + shift for `pixel_count` pixels of three interleaved channels, on `stream` (a
/// cudaStream_t). `scale_and_shift`: three scales, then three shifts, on the host. Interleaved output, or
/// planes of `plane` pixels for each image. Returns nullptr, or CUDA's words for what went wrong.
const char* launch_normalise(const std::uint8_t* pixels, float* out, std::int64_t pixel_count,
                             std::int64_t plane, const float* scale_and_shift, bool interleaved,
                             void* stream);

}  // namespace unseen
