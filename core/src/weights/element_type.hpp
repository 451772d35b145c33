#pragma once

#include <cstdint>
#include <string_view>

namespace unseen {

/// What a stored tensor is made of; the names are safetensors' ("F32").
enum class ElementType { boolean, u8, i8, i16, i32, i64, f16, bf16, f32, f64 };

std::string_view name_of(ElementType type);
std::uint64_t bytes_of(ElementType type);

/// InputError for a name that is not known.
ElementType element_type(std::string_view name);

}  // namespace unseen
