#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "weights/tensor_table.hpp"

namespace unseen {

/// A safetensors file, or a state dict of torch.save's in its zip or its older format, told apart by their
/// bytes. Names lose a `module.` that all of them begin with. InputError for everything else.
TensorTable read_weight_bytes(std::span<const std::byte> bytes);

/// The same of a file, which is mapped: tensors that nobody looks at are not read. InputError naming the
/// file.
TensorTable read_weight_file(const std::filesystem::path& path);

}  // namespace unseen
