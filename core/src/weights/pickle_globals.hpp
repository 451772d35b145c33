#pragma once

#include <optional>
#include <string_view>

#include "weights/pickle.hpp"

namespace unseen {

inline constexpr std::string_view kOrderedDict = "OrderedDict";
inline constexpr std::string_view kTensor = "_rebuild_tensor";
inline constexpr std::string_view kTensorV2 = "_rebuild_tensor_v2";
inline constexpr std::string_view kParameter = "_rebuild_parameter";

/// A global that a weight file may name, as a value of kind `global` (of a storage with its type); none for
/// all others.
std::optional<PickleValue> allowed_global(std::string_view module, std::string_view name);

}  // namespace unseen
