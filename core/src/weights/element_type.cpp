#include "weights/element_type.hpp"

#include <array>
#include <string>

#include <unseen/error.hpp>

namespace unseen {
namespace {

struct Row {
  ElementType type;
  std::string_view name;
  std::uint64_t bytes;
};

constexpr std::array kRows{Row{ElementType::boolean, "BOOL", 1}, Row{ElementType::u8, "U8", 1},
                           Row{ElementType::i8, "I8", 1},        Row{ElementType::i16, "I16", 2},
                           Row{ElementType::i32, "I32", 4},      Row{ElementType::i64, "I64", 8},
                           Row{ElementType::f16, "F16", 2},      Row{ElementType::bf16, "BF16", 2},
                           Row{ElementType::f32, "F32", 4},      Row{ElementType::f64, "F64", 8}};

const Row& row(ElementType type) { return kRows.at(static_cast<std::size_t>(type)); }

}  // namespace

std::string_view name_of(ElementType type) { return row(type).name; }
std::uint64_t bytes_of(ElementType type) { return row(type).bytes; }

ElementType element_type(std::string_view name) {
  for (const auto& each : kRows) {
    if (each.name == name) return each.type;
  }
  throw InputError{"elements of type \"" + std::string{name} +
                   "\", which is none of BOOL, U8 to I64, F16 to F64"};
}

}  // namespace unseen
