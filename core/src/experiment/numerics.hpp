#pragma once

#include <cstdint>

namespace unseen {

/// Raised whenever the same configuration trains to other numbers, so that no run of before is taken for one
/// of now, and no plan of before leads to it. 2: gradients in channels_last reach their own weights.
/// 3: weights of convolutions in channels_last, depthwise weight gradients of our own. 4: 1x1 convolutions as
/// matrix products. 5: perturbed statistics by kernels, shared passes. 6: gradients mixed in place. 7:
/// perturbed statistics in one pass. 8: wider surroundings of faces, sources in the digest, substitutes drawn
/// at random.
inline constexpr std::int64_t kNumerics = 8;

}  // namespace unseen
