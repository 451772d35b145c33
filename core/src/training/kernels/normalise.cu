// Fused normalisation of 8-bit images: reads each byte once and writes each float once. No torch header here:
// nvcc would take a minute over them.

#include <cuda_runtime.h>

#include "training/kernels/normalise.hpp"

namespace unseen {
namespace {

struct Affine {
  float scale[3];
  float shift[3];
};

__global__ void normalise(const std::uint8_t* pixels, float* out, std::int64_t count, std::int64_t plane,
                          Affine affine, bool interleaved) {
  const auto stride = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
  for (auto i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count * 3;
       i += stride) {
    const auto pixel = i / 3;
    const auto channel = static_cast<int>(i - pixel * 3);
    const auto value = static_cast<float>(pixels[i]) * affine.scale[channel] + affine.shift[channel];
    const auto image = pixel / plane;
    out[interleaved ? i : (image * 3 + channel) * plane + (pixel - image * plane)] = value;
  }
}

}  // namespace

bool has_normalise_kernel() { return true; }

const char* launch_normalise(const std::uint8_t* pixels, float* out, std::int64_t pixel_count,
                             std::int64_t plane, const float* scale_and_shift, bool interleaved,
                             void* stream) {
  if (pixel_count == 0) return nullptr;
  Affine affine{};
  for (int c = 0; c < 3; ++c) {
    affine.scale[c] = scale_and_shift[c];
    affine.shift[c] = scale_and_shift[c + 3];
  }
  constexpr std::int64_t kThreads = 256;
  constexpr std::int64_t kMostBlocks = 65535;
  const auto wanted = (pixel_count * 3 + kThreads - 1) / kThreads;
  const auto blocks = static_cast<unsigned>(wanted < kMostBlocks ? wanted : kMostBlocks);
  normalise<<<blocks, kThreads, 0, static_cast<cudaStream_t>(stream)>>>(pixels, out, pixel_count, plane,
                                                                        affine, interleaved);
  const auto error = cudaGetLastError();
  return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

}  // namespace unseen
