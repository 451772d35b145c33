#pragma once

#include <cstddef>
#include <span>

#include "weights/tensor_table.hpp"

namespace unseen {

/// A state dict that torch.save wrote as a zip archive (PyTorch 1.6 and later).
TensorTable read_torch_zip(std::span<const std::byte> bytes);

/// The older format: pickles one after the other, then the storages.
TensorTable read_torch_legacy(std::span<const std::byte> bytes);

/// Whether a file begins as the older format does.
bool is_torch_legacy(std::span<const std::byte> bytes);

}  // namespace unseen
