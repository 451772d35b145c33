#include "training/stored_tensors.hpp"

#include <array>
#include <cstring>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr std::array kTypes{
    std::pair{ElementType::boolean, torch::kBool}, std::pair{ElementType::u8, torch::kByte},
    std::pair{ElementType::i8, torch::kChar},      std::pair{ElementType::i16, torch::kShort},
    std::pair{ElementType::i32, torch::kInt},      std::pair{ElementType::i64, torch::kLong},
    std::pair{ElementType::f16, torch::kHalf},     std::pair{ElementType::bf16, torch::kBFloat16},
    std::pair{ElementType::f32, torch::kFloat},    std::pair{ElementType::f64, torch::kDouble}};

torch::ScalarType type_of(ElementType type) { return kTypes.at(static_cast<std::size_t>(type)).second; }

ElementType type_of(torch::ScalarType type) {
  for (const auto& [ours, torchs] : kTypes) {
    if (torchs == type) return ours;
  }
  throw Error{std::string{"a tensor of type "} + c10::toString(type) + " has no place in a weight file"};
}

}  // namespace

torch::Tensor tensor_of(const StoredTensor& stored) {
  auto tensor = torch::empty(stored.shape, type_of(stored.type));
  // The file's bytes are not aligned: they are copied, not viewed.
  if (is_contiguous(stored)) {
    if (tensor.nbytes() > 0) std::memcpy(tensor.data_ptr(), stored.storage.data(), tensor.nbytes());
  } else {
    const auto bytes = contiguous_bytes(stored);
    std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
  }
  return tensor;
}

StoredTensor stored(const torch::Tensor& tensor) {
  const std::span<const std::byte> bytes{static_cast<const std::byte*>(tensor.const_data_ptr()),
                                         tensor.nbytes()};
  return {type_of(tensor.scalar_type()), tensor.sizes().vec(), contiguous_strides(tensor.sizes().vec()),
          bytes};
}

}  // namespace unseen
