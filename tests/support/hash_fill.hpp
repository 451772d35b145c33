#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <string>

namespace unseen::test {

/// n numbers in [0, 1) that follow from a name alone (FNV-1a of the name seeds SplitMix64; 24 bits each), so
/// that any program can fill a network with the same weights without a file. float64.
torch::Tensor hash_uniform(const std::string& name, std::int64_t n);

/// Fills a tensor by its state-dict name as the golden numbers want it; values are rounded to float32.
void hash_fill(const std::string& name, torch::Tensor tensor);

/// sum_i t_i (2 u_i - 1) with u of "chk:" + name: one number that notices every element's place.
double checksum(const torch::Tensor& tensor, const std::string& name);

/// The input of the golden numbers, float64, (n, 3, side, side).
torch::Tensor hash_input(std::int64_t n, std::int64_t side);

}  // namespace unseen::test
