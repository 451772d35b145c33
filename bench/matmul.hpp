#pragma once

namespace unseen {

/// Milliseconds of the fastest of twenty products of two 1024 x 1024 matrices, fp32.
extern "C" [[gnu::visibility("default")]] double fastest_matmul_ms();

}  // namespace unseen
