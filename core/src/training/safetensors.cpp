#include "training/safetensors.hpp"

#include "training/stored_tensors.hpp"
#include "weights/safetensors_writer.hpp"
#include "weights/weight_file.hpp"

namespace unseen {

TensorFile read_safetensors(const std::filesystem::path& path) {
  const auto table = read_weight_file(path);
  TensorFile file{{}, table.metadata};
  for (const auto& [name, tensor] : table.tensors) file.tensors.emplace(name, tensor_of(tensor));
  return file;
}

std::string write_safetensors(const std::filesystem::path& path, const TensorFile& file) {
  TensorTable table{{}, file.metadata, nullptr};
  std::vector<torch::Tensor> kept;
  for (const auto& [name, tensor] : file.tensors) {
    kept.push_back(tensor.detach().cpu().contiguous());
    table.tensors.emplace(name, stored(kept.back()));
  }
  return write_safetensors_file(path, table);
}

}  // namespace unseen
