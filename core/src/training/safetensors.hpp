#pragma once

#include <torch/types.h>

#include <filesystem>
#include <map>
#include <string>

namespace unseen {

/// Tensors by name, with the file's `__metadata__`.
struct TensorFile {
  std::map<std::string, torch::Tensor> tensors;
  std::map<std::string, std::string> metadata;
};

/// Reads a .safetensors file into CPU tensors of the file's types. InputError naming the file for everything
/// that is not whole and well formed: cut short, overlapping or missing bytes, unknown types, sizes that do
/// not fit.
TensorFile read_safetensors(const std::filesystem::path& path);

/// Writes the file whole or not at all, tensors sorted by alignment and name, and returns its SHA-256.
std::string write_safetensors(const std::filesystem::path& path, const TensorFile& file);

}  // namespace unseen
