#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "weights/element_type.hpp"

namespace unseen {

/// A tensor inside a file: where its first element lies, and how the others follow. All of its elements lie
/// in `storage`, and they are no more than the storage has room for.
struct StoredTensor {
  ElementType type = ElementType::f32;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;   ///< in elements
  std::span<const std::byte> storage;  ///< from the first element on; not aligned
};

/// The tensors of a weight file by name, as views of its bytes, which `owner` keeps.
struct TensorTable {
  std::map<std::string, StoredTensor> tensors;
  std::map<std::string, std::string> metadata;
  std::shared_ptr<const void> owner;
};

/// Strides of a tensor whose last dimension runs fastest.
std::vector<std::int64_t> contiguous_strides(const std::vector<std::int64_t>& shape);

/// Whether the elements follow each other without gaps, the last dimension fastest.
bool is_contiguous(const StoredTensor& tensor);

/// The elements one after the other, the last dimension fastest.
std::vector<std::byte> contiguous_bytes(const StoredTensor& tensor);

/// The number of elements. InputError for a negative size, too many dimensions or an overflow.
std::uint64_t element_count(const std::vector<std::int64_t>& shape);

/// A view of `count` elements in `storage` that begins at element `offset`. InputError unless all elements
/// lie inside and are no more than the storage holds.
StoredTensor stored_tensor(ElementType type, std::span<const std::byte> storage, std::int64_t offset,
                           std::vector<std::int64_t> shape, std::vector<std::int64_t> strides);

}  // namespace unseen
