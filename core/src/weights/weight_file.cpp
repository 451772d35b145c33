#include "weights/weight_file.hpp"

#include <algorithm>
#include <array>

#include <unseen/error.hpp>

#include "weights/byte_reader.hpp"
#include "weights/mapped_file.hpp"
#include "weights/safetensors_reader.hpp"
#include "weights/torch_file.hpp"

namespace unseen {
namespace {

/// What modules around a network put in front of every name, outermost first: torch's DataParallel, once or
/// twice, and FaceForensics++'s TransferModel.
constexpr std::array kWrappers{"module.", "module.", "model."};

void strip(TensorTable& table, std::string_view wrapper) {
  const auto has_it = [wrapper](const auto& item) { return item.first.starts_with(wrapper); };
  if (!std::all_of(table.tensors.begin(), table.tensors.end(), has_it)) return;
  std::map<std::string, StoredTensor> bare;
  for (auto& [name, tensor] : table.tensors) bare.emplace(name.substr(wrapper.size()), std::move(tensor));
  table.tensors = std::move(bare);
}

TensorTable read_any(std::span<const std::byte> bytes) {
  const auto begins = [bytes](std::string_view text, std::size_t at) {
    return bytes.size() >= at + text.size() && ByteReader{bytes.subspan(at)}.text(text.size()) == text;
  };
  if (begins("PK\x03\x04", 0)) return read_torch_zip(bytes);
  if (is_torch_legacy(bytes)) return read_torch_legacy(bytes);
  if (begins("{", 8)) return read_safetensors_bytes(bytes);
  throw InputError{"it is neither a safetensors file nor one that torch.save wrote"};
}

}  // namespace

TensorTable read_weight_bytes(std::span<const std::byte> bytes) {
  auto table = read_any(bytes);
  for (const auto* wrapper : kWrappers) strip(table, wrapper);
  return table;
}

TensorTable read_weight_file(const std::filesystem::path& path) {
  auto file = std::make_shared<const MappedFile>(path);
  try {
    auto table = read_weight_bytes(file->bytes());
    table.owner = std::move(file);
    return table;
  } catch (const InputError& error) {
    throw InputError{path.string() + ": " + error.what() + "; if it is damaged, fetch or make it again"};
  }
}

}  // namespace unseen
