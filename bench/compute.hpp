#pragma once

#include <torch/cuda.h>
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "training/device.hpp"

namespace unseen {

/// Where and how precisely a bench computes.
struct Compute {
  torch::Device device = torch::kCPU;
  std::string precision = "fp32";

  /// From a program's arguments [DEVICE] [PRECISION], the first of them at `at`; set for the process.
  static Compute of_arguments(int argc, char** argv, int at) {
    const auto argument = [&](int i, const char* fallback) {
      return std::string{argc > i ? argv[i] : fallback};
    };
    Compute compute{select_device(argument(at, "cpu")), argument(at + 1, "fp32")};
    set_precision(compute.precision, compute.device);
    set_determinism();
    return compute;
  }

  /// Of work and of all that it has set going on the device.
  template <class Work>
  double milliseconds(const Work& work) const {
    const auto begin = std::chrono::steady_clock::now();
    work();
    if (device.is_cuda()) torch::cuda::synchronize(device.index());
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  }
};

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace unseen
