// Any bytes are a weight file or an InputError: nothing else happens, every element that a tensor claims lies
// inside, and what is taken from memory is bounded by the file's size.

#include <sanitizer/allocator_interface.h>

#include <cstdint>
#include <cstdlib>

#include <unseen/error.hpp>

#include "weights/weight_file.hpp"

namespace {

/// Bytes held for each byte of a file, at most: an object of a pickle takes two bytes there, and here 56,
/// doubled when their list grows.
constexpr std::size_t kMostPerByte = 128;
constexpr std::size_t kMostBeside = 64 << 10;  // messages, and the tables of small files

thread_local bool counting = false;
thread_local std::ptrdiff_t held = 0, most_held = 0;

void count_taken(const volatile void*, std::size_t size) {
  if (!counting) return;
  held += static_cast<std::ptrdiff_t>(size);
  most_held = std::max(most_held, held);
}

void count_given_back(const volatile void* place) {
  if (counting) held -= static_cast<std::ptrdiff_t>(__sanitizer_get_allocated_size(place));
}

void read(const std::uint8_t* data, std::size_t size) {
  try {
    const auto table = unseen::read_weight_bytes(std::as_bytes(std::span{data, size}));
    for (const auto& [name, tensor] : table.tensors) {
      // As often as a loader would; the sanitizers watch.
      if (unseen::element_count(tensor.shape) <= size) unseen::contiguous_bytes(tensor);
    }
  } catch (const unseen::InputError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const int installed = __sanitizer_install_malloc_and_free_hooks(count_taken, count_given_back);
  if (installed == 0) std::abort();
  held = most_held = 0;
  counting = true;
  read(data, size);
  counting = false;
  if (static_cast<std::size_t>(most_held) > kMostBeside + kMostPerByte * size) __builtin_trap();
  return 0;
}
