#pragma once

#include <optional>
#include <stdexcept>

#include "training/device.hpp"

namespace unseen::test {

/// Nothing where this machine has no GPU or torch no CUDA: such a test skips.
inline std::optional<torch::Device> cuda_device() {
  try {
    return select_device("cuda");
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace unseen::test
