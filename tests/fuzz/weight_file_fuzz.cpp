// Any bytes are a weight file or an InputError: nothing else happens, and every element that a tensor claims
// lies inside.

#include <cstdint>

#include <unseen/error.hpp>

#include "weights/weight_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const auto table = unseen::read_weight_bytes(std::as_bytes(std::span{data, size}));
    for (const auto& [name, tensor] : table.tensors) {
      // As often as a loader would; the sanitizers watch.
      if (unseen::element_count(tensor.shape) <= size) unseen::contiguous_bytes(tensor);
    }
  } catch (const unseen::InputError&) {
  }
  return 0;
}
