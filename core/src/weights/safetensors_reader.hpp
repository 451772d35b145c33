#pragma once

#include <cstddef>
#include <span>

#include "weights/tensor_table.hpp"

namespace unseen {

/// The tensors of a safetensors file (format: huggingface/safetensors). InputError for everything that is not
/// whole and well formed: a header cut short or no JSON, names twice, unknown types, bytes that overlap,
/// leave a hole or do not fit their shape.
TensorTable read_safetensors_bytes(std::span<const std::byte> bytes);

}  // namespace unseen
