// The perturbation of statistics, each element read twice (the second time from the cache where it holds an
// instance) and written once. No torch header here: nvcc would take a minute over them.

#include <cuda_bf16.h>
#include <cuda_runtime.h>

#include "sdk/kernels/statistics_cuda.hpp"

namespace unseen {
namespace {

/// A block takes 32 neighbouring channels of one instance; its rows of threads share out the pixels. In
/// channels_last memory a row reads 32 numbers side by side; in contiguous memory each thread walks its
/// channel.
constexpr int kChannels = 32;
constexpr int kRows = 8;

struct Place {
  std::int64_t begin;   ///< of the instance and channel
  std::int64_t number;  ///< of the same among instances times channels
  std::int64_t delta;
  bool inside;
};

__device__ Place place(const FeatureMap& map, const FeatureStrides& strides) {
  const auto i = static_cast<std::int64_t>(blockIdx.y);
  const auto c = static_cast<std::int64_t>(blockIdx.x) * kChannels + threadIdx.x;
  return {i * strides.instance + c * strides.channel, i * map.channels + c,
          (map.delta_rows == 1 ? 0 : i * map.channels) + c, c < map.channels};
}

__device__ float number(float x) { return x; }
__device__ float number(__nv_bfloat16 x) { return __bfloat162float(x); }
__device__ void store(float x, float& to) { to = x; }
__device__ void store(float x, __nv_bfloat16& to) { to = __float2bfloat16(x); }

/// The sum over the rows of threads, for each channel.
__device__ float sum_of_rows(float own) {
  __shared__ float parts[kRows][kChannels];
  __syncthreads();
  parts[threadIdx.y][threadIdx.x] = own;
  __syncthreads();
  float sum = 0;
  for (int row = 0; row < kRows; ++row) sum += parts[row][threadIdx.x];
  return sum;
}

template <class Element>
__global__ void perturb(FeatureMap map, FeatureStrides strides, StatisticsRule rule, const Element* f,
                        const float* d_mean, const float* d_sigma, Element* out, float* mean, float* sigma) {
  const auto at = place(map, strides);
  const auto each = [&](auto visit) {
    if (!at.inside) return;
    for (std::int64_t p = threadIdx.y; p < map.pixels; p += kRows) visit(at.begin + p * strides.pixel);
  };
  float sum = 0, squares = 0;
  each([&](std::int64_t e) { sum += number(f[e]); });
  const auto mu = sum_of_rows(sum) / static_cast<float>(map.pixels);
  each([&](std::int64_t e) {
    const auto away = number(f[e]) - mu;
    squares += away * away;
  });
  const auto variance = sum_of_rows(squares) / static_cast<float>(map.pixels - rule.correction);
  const auto deviation = sqrtf(variance + static_cast<float>(rule.eps));
  if (!at.inside) return;
  const auto k = d_sigma[at.delta] / deviation;
  const auto offset = d_mean[at.delta] - k * mu;
  if (!rule.at_zero) {
    each([&](std::int64_t e) { store(number(f[e]) * (1 + k) + offset, out[e]); });
  }
  if (threadIdx.y > 0) return;
  mean[at.number] = mu;
  sigma[at.number] = deviation;
}

template <class Element>
__global__ void perturb_backward(FeatureMap map, FeatureStrides strides, StatisticsRule rule,
                                 const Element* gradient, const Element* f, const float* d_sigma,
                                 const float* mean, const float* sigma, float* by_mean, float* by_sigma,
                                 Element* by_f) {
  const auto at = place(map, strides);
  const auto mu = at.inside ? mean[at.number] : 0.0F, deviation = at.inside ? sigma[at.number] : 1.0F;
  const auto each = [&](auto visit) {
    if (!at.inside) return;
    for (std::int64_t p = threadIdx.y; p < map.pixels; p += kRows) visit(at.begin + p * strides.pixel);
  };
  float own_sum = 0, own_product = 0;
  each([&](std::int64_t e) {
    own_sum += number(gradient[e]);
    own_product += number(gradient[e]) * (number(f[e]) - mu);
  });
  const auto sum = sum_of_rows(own_sum), product = sum_of_rows(own_product);
  if (!at.inside) return;
  if (threadIdx.y == 0) {
    by_mean[at.number] = sum;
    by_sigma[at.number] = product / deviation;
  }
  if (by_f == nullptr) return;
  const auto k = d_sigma[at.delta] / deviation;
  const auto freedom = static_cast<float>(map.pixels - rule.correction);
  const auto slope = rule.attached ? k * product / (deviation * deviation * freedom) : 0.0F;
  const auto shift = rule.attached ? k * sum / static_cast<float>(map.pixels) : 0.0F;
  each([&](std::int64_t e) {
    store(number(gradient[e]) * (1 + k) - slope * (number(f[e]) - mu) - shift, by_f[e]);
  });
}

dim3 blocks(const FeatureMap& map) {
  return {static_cast<unsigned>((map.channels + kChannels - 1) / kChannels), static_cast<unsigned>(map.n)};
}

const char* outcome() {
  const auto error = cudaGetLastError();
  return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

constexpr std::int64_t kMostInstances = 65535;  // of a grid's second dimension

}  // namespace

bool has_statistics_kernels() { return true; }

const char* launch_perturb(const FeatureMap& map, const FeatureStrides& strides, const StatisticsRule& rule,
                           bool bf16, const void* f, const float* d_mean, const float* d_sigma, void* out,
                           float* mean, float* sigma, void* stream) {
  if (map.n * map.channels * map.pixels == 0) return nullptr;
  if (map.n > kMostInstances) return "more than 65535 instances";
  const dim3 threads{kChannels, kRows};
  auto* on = static_cast<cudaStream_t>(stream);
  if (bf16) {
    perturb<<<blocks(map), threads, 0, on>>>(map, strides, rule, static_cast<const __nv_bfloat16*>(f), d_mean,
                                             d_sigma, static_cast<__nv_bfloat16*>(out), mean, sigma);
  } else {
    perturb<<<blocks(map), threads, 0, on>>>(map, strides, rule, static_cast<const float*>(f), d_mean,
                                             d_sigma, static_cast<float*>(out), mean, sigma);
  }
  return outcome();
}

const char* launch_perturb_backward(const FeatureMap& map, const FeatureStrides& strides,
                                    const StatisticsRule& rule, bool bf16, const void* gradient,
                                    const void* f, const float* d_sigma, const float* mean,
                                    const float* sigma, float* by_mean, float* by_sigma, void* by_f,
                                    void* stream) {
  if (map.n * map.channels * map.pixels == 0) return nullptr;
  if (map.n > kMostInstances) return "more than 65535 instances";
  const dim3 threads{kChannels, kRows};
  auto* on = static_cast<cudaStream_t>(stream);
  if (bf16) {
    perturb_backward<<<blocks(map), threads, 0, on>>>(
        map, strides, rule, static_cast<const __nv_bfloat16*>(gradient), static_cast<const __nv_bfloat16*>(f),
        d_sigma, mean, sigma, by_mean, by_sigma, static_cast<__nv_bfloat16*>(by_f));
  } else {
    perturb_backward<<<blocks(map), threads, 0, on>>>(map, strides, rule, static_cast<const float*>(gradient),
                                                      static_cast<const float*>(f), d_sigma, mean, sigma,
                                                      by_mean, by_sigma, static_cast<float*>(by_f));
  }
  return outcome();
}

}  // namespace unseen
