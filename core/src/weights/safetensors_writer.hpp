#pragma once

#include <filesystem>
#include <string>

#include "weights/tensor_table.hpp"

namespace unseen {

/// Writes a safetensors file whole or not at all, its tensors by size of their elements and name, and returns
/// its SHA-256.
std::string write_safetensors_file(const std::filesystem::path& path, const TensorTable& table);

}  // namespace unseen
