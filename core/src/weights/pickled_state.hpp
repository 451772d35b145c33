#pragma once

#include <functional>

#include "weights/pickle.hpp"
#include "weights/tensor_table.hpp"

namespace unseen {

/// The bytes of a storage; InputError where there is none of this key or it is of another size.
using FindStorage = std::function<std::span<const std::byte>(const PickleValue& storage)>;

/// The tensors of a pickled state dict, which may also lie under a key `state_dict` or `model`. Other values
/// beside them (numbers, nested dicts) are left out. InputError where there is no tensor.
TensorTable pickled_state(const Pickle& pickle, const FindStorage& find);

}  // namespace unseen
