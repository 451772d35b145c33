#pragma once

#include <cstdint>
#include <string_view>

namespace unseen {

/// What a stored tensor is made of; the names are safetensors' ("F32").
enum class ElementType {
  boolean,
  u8,
  i8,
  f8_e5m2,
  f8_e4m3,
  f8_e5m2_fnuz,
  f8_e4m3_fnuz,
  f8_e8m0,
  u16,
  i16,
  f16,
  bf16,
  u32,
  i32,
  f32,
  u64,
  i64,
  f64,
  c64
};

std::string_view name_of(ElementType type);
std::uint64_t bytes_of(ElementType type);
bool is_floating_point(ElementType type);

/// InputError for a name that is not known.
ElementType element_type(std::string_view name);

}  // namespace unseen
