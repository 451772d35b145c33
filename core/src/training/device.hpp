#pragma once

#include <torch/types.h>

#include <string>

namespace unseen {

/// auto | cpu | cuda | cuda:N. `auto` takes CUDA where a driver answers and LibTorch's CUDA half can be
/// loaded. Loads that half before anything asks torch about CUDA: an earlier question would switch CUDA off
/// for the whole process. InputError where CUDA is asked for and cannot be had.
torch::Device select_device(const std::string& wanted);

/// "fp32" (no TF32), "tf32" or "bf16": sets torch's global arithmetic. InputError for bf16 on a CPU without
/// the instructions, where a product is a hundred times slower.
void set_precision(const std::string& precision, torch::Device device);

/// Deterministic kernels, and one thread between operators.
void set_determinism();

/// "cpu, 2 threads, AVX2" or the GPU's name: what a run records.
std::string device_text(torch::Device device);

}  // namespace unseen
