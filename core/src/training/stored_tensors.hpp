#pragma once

#include <torch/types.h>

#include "weights/tensor_table.hpp"

namespace unseen {

/// A tensor of its own with a stored tensor's elements, contiguous.
torch::Tensor tensor_of(const StoredTensor& stored);

/// A contiguous CPU tensor as a table's entry, which views it. Error for a type that weight files do not
/// have.
StoredTensor stored(const torch::Tensor& tensor);

}  // namespace unseen
