#pragma once

#include <torch/types.h>

#include <cstddef>
#include <vector>

namespace unseen {

/// The k nearest other points of each point, the nearest first.
struct Neighbours {
  std::size_t points = 0, k = 0;
  std::vector<int> indices;       ///< points x k
  std::vector<double> distances;  ///< Euclidean
};

/// Exact, by matrix products of a few hundred rows at a time. `features` (n, d); k < n.
Neighbours nearest_neighbours(const torch::Tensor& features, std::size_t k);

/// How far neighbourhoods of a layout are those of the features (Venna and Kaski, ICANN 2001): 1 where each
/// of a point's k nearest in the layout is among its k nearest in the features. `layout` (n, 2); k < n / 2.
double trustworthiness(const torch::Tensor& features, const torch::Tensor& layout, std::size_t k);

}  // namespace unseen
