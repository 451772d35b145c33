#include "weights/pickle_globals.hpp"

#include <array>

namespace unseen {
namespace {

struct StorageType {
  std::string_view name;
  ElementType type;
};

constexpr std::array kStorages{
    StorageType{"FloatStorage", ElementType::f32}, StorageType{"DoubleStorage", ElementType::f64},
    StorageType{"HalfStorage", ElementType::f16},  StorageType{"BFloat16Storage", ElementType::bf16},
    StorageType{"LongStorage", ElementType::i64},  StorageType{"IntStorage", ElementType::i32},
    StorageType{"ShortStorage", ElementType::i16}, StorageType{"CharStorage", ElementType::i8},
    StorageType{"ByteStorage", ElementType::u8},   StorageType{"BoolStorage", ElementType::boolean}};

}  // namespace

std::optional<PickleValue> allowed_global(std::string_view module, std::string_view name) {
  PickleValue value;
  value.kind = PickleValue::Kind::global;
  value.text = name;
  if (module == "collections" && name == kOrderedDict) return value;
  if (module == "torch._utils" && (name == kTensor || name == kTensorV2 || name == kParameter)) return value;
  for (const auto& each : kStorages) {
    if (module != "torch" || name != each.name) continue;
    value.type = each.type;
    return value;
  }
  return std::nullopt;
}

}  // namespace unseen
