#include "training/device.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include <unseen/error.hpp>

namespace unseen {
namespace {

bool driver_answers() {
  return std::filesystem::exists("/dev/nvidiactl") || std::filesystem::exists("/dev/dxg");
}

/// Empty where torch's CUDA half is loaded, else the reason why not.
std::string load_cuda() {
  // cuBLAS is deterministic with a workspace of fixed size, and reads this when it starts.
  setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
  if (dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) return dlerror();
  return at::globalContext().hasCUDA() ? "" : "no CUDA device answers";
}

torch::Device cuda(const std::string& wanted) {
  const auto reason = load_cuda();
  if (!reason.empty()) {
    throw InputError{
        fmt::format("train.device = \"{}\": CUDA cannot be used: {}; run `scripts/setup --cuda`, or take "
                    "device = \"cpu\"",
                    wanted, reason)};
  }
  const torch::Device device{wanted};
  const auto count = at::detail::getCUDAHooks().deviceCount();
  if (device.has_index() && device.index() >= count) {
    throw InputError{fmt::format("train.device = \"{}\": there are {} CUDA devices here", wanted, count)};
  }
  return {torch::kCUDA, device.has_index() ? device.index() : c10::DeviceIndex{0}};
}

}  // namespace

torch::Device select_device(const std::string& wanted) {
  if (wanted == "auto")
    return driver_answers() && load_cuda().empty() ? torch::Device{torch::kCUDA, 0} : torch::kCPU;
  return wanted == "cpu" ? torch::Device{torch::kCPU} : cuda(wanted);
}

void set_precision(const std::string& precision, torch::Device device) {
  if (precision == "bf16" && device.is_cpu() && !__builtin_cpu_supports("avx512bf16")) {
    throw InputError{
        "train.precision = \"bf16\": this processor has no bf16 instructions, products would be a hundred "
        "times slower; take \"fp32\", or a GPU"};
  }
  if (!device.is_cuda()) return;
  const auto type = precision == "tf32" ? at::Float32Precision::TF32 : at::Float32Precision::IEEE;
  for (const auto op : {at::Float32Op::MATMUL, at::Float32Op::CONV, at::Float32Op::RNN}) {
    at::globalContext().setFloat32Precision(at::Float32Backend::CUDA, op, type);
  }
}

void set_determinism() {
  at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/true);
  // That switch alone would also fill every new tensor with NaN: a pass over memory that changes no result.
  at::globalContext().setDeterministicFillUninitializedMemory(false);
  at::globalContext().setDeterministicCuDNN(true);
  at::globalContext().setBenchmarkCuDNN(false);
}

std::string device_text(torch::Device device) {
  if (device.is_cpu())
    return fmt::format("cpu, {} threads, {}", at::get_num_threads(), at::get_cpu_capability());
  return device.str();
}

}  // namespace unseen
