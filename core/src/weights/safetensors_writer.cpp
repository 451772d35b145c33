#include "weights/safetensors_writer.hpp"

#include <algorithm>
#include <list>
#include <nlohmann/json.hpp>

#include "sdk/atomic_file.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

using nlohmann::json;

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

}  // namespace

std::string write_safetensors_file(const std::filesystem::path& path, const TensorTable& table) {
  json header = json::object();
  if (!table.metadata.empty()) header["__metadata__"] = table.metadata;
  std::list<std::vector<std::byte>> reordered;
  std::vector<std::string_view> parts(2);
  std::uint64_t at = 0;
  for (const auto& [name, tensor] : sorted(table)) {
    const auto size = element_count(tensor->shape) * bytes_of(tensor->type);
    header[name] = {
        {"dtype", name_of(tensor->type)}, {"shape", tensor->shape}, {"data_offsets", {at, at + size}}};
    at += size;
    if (is_contiguous(*tensor)) {
      parts.push_back(text_of(tensor->storage.first(size)));
    } else {
      parts.push_back(text_of(reordered.emplace_back(contiguous_bytes(*tensor))));
    }
  }
  auto text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const std::uint64_t length = text.size();
  parts[0] = {reinterpret_cast<const char*>(&length), sizeof length};
  parts[1] = text;
  write_atomically(path, parts);
  return sha256_file(path);
}

}  // namespace unseen
