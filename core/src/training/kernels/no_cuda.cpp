// What a build without a CUDA compiler has in place of the kernels.

#include "training/kernels/normalise.hpp"

namespace unseen {

bool has_normalise_kernel() { return false; }

const char* launch_normalise(const std::uint8_t*, float*, std::int64_t, std::int64_t, const float*, bool,
                             void*) {
  return "this build has no CUDA kernels";
}

}  // namespace unseen
