#include "training/stored_tensors.hpp"

#include <array>
#include <cstring>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr std::array kTypes{std::pair{ElementType::boolean, at::kBool},
                            std::pair{ElementType::u8, at::kByte},
                            std::pair{ElementType::i8, at::kChar},
                            std::pair{ElementType::f8_e5m2, at::kFloat8_e5m2},
                            std::pair{ElementType::f8_e4m3, at::kFloat8_e4m3fn},
                            std::pair{ElementType::f8_e5m2_fnuz, at::kFloat8_e5m2fnuz},
                            std::pair{ElementType::f8_e4m3_fnuz, at::kFloat8_e4m3fnuz},
                            std::pair{ElementType::f8_e8m0, at::kFloat8_e8m0fnu},
                            std::pair{ElementType::u16, at::kUInt16},
                            std::pair{ElementType::i16, at::kShort},
                            std::pair{ElementType::f16, at::kHalf},
                            std::pair{ElementType::bf16, at::kBFloat16},
                            std::pair{ElementType::u32, at::kUInt32},
                            std::pair{ElementType::i32, at::kInt},
                            std::pair{ElementType::f32, at::kFloat},
                            std::pair{ElementType::u64, at::kUInt64},
                            std::pair{ElementType::i64, at::kLong},
                            std::pair{ElementType::f64, at::kDouble},
                            std::pair{ElementType::c64, at::kComplexFloat}};

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
  if (tensor.nbytes() == 0) return tensor;
  // The file's bytes are not aligned: they are copied, not viewed.
  if (is_contiguous(stored)) {
    std::memcpy(tensor.data_ptr(), stored.storage.data(), tensor.nbytes());
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
