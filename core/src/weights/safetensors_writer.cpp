#include "weights/safetensors_writer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include <unseen/error.hpp>

#include "sdk/atomic_file.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

using nlohmann::json;

constexpr const char* kMetadata = "__metadata__";

std::string text_of(const json& header) {
  try {
    return header.dump();
  } catch (const json::type_error&) {
    throw InputError{"a name that is no UTF-8 has no place in a safetensors file"};
  }
}

std::string_view text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Larger elements first, so that each lies at a multiple of its size.
std::vector<std::pair<std::string, const StoredTensor*>> sorted(const TensorTable& table) {
  std::vector<std::pair<std::string, const StoredTensor*>> all;
  for (const auto& [name, tensor] : table.tensors) all.emplace_back(name, &tensor);
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return bytes_of(a.second->type) > bytes_of(b.second->type);
  });
  return all;
}

/// Its length, then itself, padded to a multiple of eight.
std::string header_of(const TensorTable& table) {
  if (table.tensors.contains(kMetadata)) {
    throw InputError{"a tensor named __metadata__ has no place in a safetensors file"};
  }
  json header = json::object();
  if (!table.metadata.empty()) header[kMetadata] = table.metadata;
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : sorted(table)) {
    const auto end = at + element_count(tensor->shape) * bytes_of(tensor->type);
    header[name] = {{"dtype", name_of(tensor->type)}, {"shape", tensor->shape}, {"data_offsets", {at, end}}};
    at = end;
  }
  auto text = text_of(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  return std::string{reinterpret_cast<const char*>(&length), sizeof length} + text;
}

}  // namespace

std::string write_safetensors_file(const std::filesystem::path& path, const TensorTable& table) {
  stream_atomically(path, [&table](const WriteBytes& write) {
    write(header_of(table));
    for (const auto& [name, tensor] : sorted(table)) {
      const auto size = element_count(tensor->shape) * bytes_of(tensor->type);
      // One at a time: many tensors may be views of one storage.
      write(text_of(is_contiguous(*tensor) ? tensor->storage.first(size)
                                           : std::span<const std::byte>{contiguous_bytes(*tensor)}));
    }
  });
  return sha256_file(path);
}

}  // namespace unseen
