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

constexpr std::array kRows{Row{ElementType::boolean, "BOOL", 1},
                           Row{ElementType::u8, "U8", 1},
                           Row{ElementType::i8, "I8", 1},
                           Row{ElementType::f8_e5m2, "F8_E5M2", 1},
                           Row{ElementType::f8_e4m3, "F8_E4M3", 1},
                           Row{ElementType::f8_e5m2_fnuz, "F8_E5M2FNUZ", 1},
                           Row{ElementType::f8_e4m3_fnuz, "F8_E4M3FNUZ", 1},
                           Row{ElementType::f8_e8m0, "F8_E8M0", 1},
                           Row{ElementType::u16, "U16", 2},
                           Row{ElementType::i16, "I16", 2},
                           Row{ElementType::f16, "F16", 2},
                           Row{ElementType::bf16, "BF16", 2},
                           Row{ElementType::u32, "U32", 4},
                           Row{ElementType::i32, "I32", 4},
                           Row{ElementType::f32, "F32", 4},
                           Row{ElementType::u64, "U64", 8},
                           Row{ElementType::i64, "I64", 8},
                           Row{ElementType::f64, "F64", 8},
                           Row{ElementType::c64, "C64", 8}};

const Row& row(ElementType type) { return kRows.at(static_cast<std::size_t>(type)); }

}  // namespace

std::string_view name_of(ElementType type) { return row(type).name; }
std::uint64_t bytes_of(ElementType type) { return row(type).bytes; }
bool is_floating_point(ElementType type) {
  const auto name = name_of(type);
  return name.starts_with("F") || name == "BF16";
}

ElementType element_type(std::string_view name) {
  for (const auto& each : kRows) {
    if (each.name == name) return each.type;
  }
  std::string known;
  for (const auto& each : kRows) known += " " + std::string{each.name};
  throw InputError{"elements of type \"" + std::string{name} + "\"; known:" + known};
}

}  // namespace unseen
