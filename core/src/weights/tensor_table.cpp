#include "weights/tensor_table.hpp"

#include <cstring>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr std::size_t kMostDimensions = 16;

}  // namespace

std::vector<std::int64_t> contiguous_strides(const std::vector<std::int64_t>& shape) {
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (auto i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  return strides;
}

bool is_contiguous(const StoredTensor& tensor) {
  const auto wanted = contiguous_strides(tensor.shape);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (tensor.shape[i] > 1 && tensor.strides[i] != wanted[i]) return false;
  }
  return true;
}

std::vector<std::byte> contiguous_bytes(const StoredTensor& tensor) {
  const auto size = bytes_of(tensor.type);
  const auto count = element_count(tensor.shape);
  std::vector<std::byte> bytes(count * size);
  std::vector<std::int64_t> index(tensor.shape.size(), 0);
  std::int64_t from = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::memcpy(bytes.data() + i * size, tensor.storage.data() + static_cast<std::uint64_t>(from) * size,
                size);
    for (auto d = index.size(); d-- > 0;) {
      from += tensor.strides[d];
      if (++index[d] < tensor.shape[d]) break;
      from -= tensor.strides[d] * tensor.shape[d];
      index[d] = 0;
    }
  }
  return bytes;
}

std::uint64_t element_count(const std::vector<std::int64_t>& shape) {
  if (shape.size() > kMostDimensions) throw InputError{"more than 16 dimensions"};
  std::uint64_t count = 1;
  bool empty = false;
  for (const auto size : shape) {
    if (size < 0) throw InputError{"a negative size"};
    empty |= size == 0;
    // A size of zero hides no overflow: strides are products too.
    if (size > 0 && __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count)) {
      throw InputError{"an impossible shape"};
    }
  }
  if (count > static_cast<std::uint64_t>(INT64_MAX) / sizeof(double)) throw InputError{"an impossible shape"};
  return empty ? 0 : count;
}

StoredTensor stored_tensor(ElementType type, std::span<const std::byte> storage, std::int64_t offset,
                           std::vector<std::int64_t> shape, std::vector<std::int64_t> strides) {
  const auto count = element_count(shape);
  if (strides.size() != shape.size()) throw InputError{"as many strides as dimensions are wanted"};
  const auto room = storage.size() / bytes_of(type);
  if (offset < 0 || static_cast<std::uint64_t>(offset) > room || count > room) {
    throw InputError{"it is larger than its storage"};
  }
  std::uint64_t last = static_cast<std::uint64_t>(offset);
  for (std::size_t i = 0; i < shape.size() && count > 0; ++i) {
    std::uint64_t reach = 0;
    if (strides[i] < 0 ||
        __builtin_mul_overflow(static_cast<std::uint64_t>(shape[i] - 1),
                               static_cast<std::uint64_t>(strides[i]), &reach) ||
        __builtin_add_overflow(last, reach, &last) || last >= room) {
      throw InputError{"it reaches beyond its storage"};
    }
  }
  if (count > 0 && last >= room) throw InputError{"it reaches beyond its storage"};
  return {type, std::move(shape), std::move(strides),
          storage.subspan(static_cast<std::size_t>(offset) * bytes_of(type))};
}

}  // namespace unseen
