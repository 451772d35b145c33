#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "weights/byte_reader.hpp"
#include "weights/element_type.hpp"

namespace unseen {

/// A place in Pickle::values.
using PickleRef = std::uint32_t;

/// One object of a pickle. Texts are views of the pickle's bytes.
struct PickleValue {
  enum class Kind : std::uint8_t {
    none,
    boolean,
    integer,
    real,
    text,
    list,     ///< or a tuple: `items` in turn
    table,    ///< a dict: key, value, key, value ... in `items`
    global,   ///< a callable or a type that may be named: `text`
    storage,  ///< `text`: its key; `integer`: its number of elements; `type`
    tensor,   ///< `items`: storage, offset, shape, strides
  };
  Kind kind = Kind::none;
  ElementType type = ElementType::f32;
  std::int64_t integer = 0;
  std::string_view text;
  std::vector<PickleRef> items;
};

/// What a pickle that torch.save wrote holds.
struct Pickle {
  std::vector<PickleValue> values;
  PickleRef root = 0;

  const PickleValue& at(PickleRef ref) const { return values.at(ref); }
};

/// Reads one pickle (protocols 0x80 2 to 4), up to its STOP. It names and runs nothing: the only globals let
/// through are collections.OrderedDict, torch's storage types and the three functions that torch.save
/// rebuilds tensors with, and those are understood here, not called. InputError for everything else, and for
/// a pickle of more objects than half its bytes.
Pickle read_pickle(ByteReader& reader);

}  // namespace unseen
