#include "figures/neighbours.hpp"

#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>

#include <unseen/error.hpp>

namespace unseen {
namespace {

constexpr std::int64_t kRows = 512;  // what bounds memory

/// Squared distances of some rows to all points, those to themselves infinite. Centred and in double: the
/// short form loses the digits of near points otherwise.
torch::Tensor squared_distances(const torch::Tensor& centred, const torch::Tensor& squares, std::int64_t from,
                                std::int64_t to) {
  const auto rows = centred.slice(0, from, to);
  auto distances =
      squares.slice(0, from, to).unsqueeze(1) + squares.unsqueeze(0) - 2.0 * rows.mm(centred.t());
  distances.clamp_min_(0.0);
  for (auto i = from; i < to; ++i) distances[i - from][i] = std::numeric_limits<double>::infinity();
  return distances;
}

torch::Tensor centred_of(const torch::Tensor& points) {
  const auto wide = points.to(torch::kCPU, torch::kDouble);
  return (wide - wide.mean(0, true)).contiguous();
}

}  // namespace

Neighbours nearest_neighbours(const torch::Tensor& features, std::size_t k) {
  const c10::InferenceMode inference;
  const auto n = features.size(0);
  if (static_cast<std::int64_t>(k) >= n)
    throw InputError{
        fmt::format("{} neighbours of each point were asked for, and there are {} points", k, n)};
  const auto centred = centred_of(features);
  const auto squares = centred.square().sum(1);
  Neighbours result{static_cast<std::size_t>(n), k, {}, {}};
  for (std::int64_t from = 0; from < n; from += kRows) {
    const auto to = std::min(n, from + kRows);
    const auto [near, places] =
        squared_distances(centred, squares, from, to).topk(static_cast<std::int64_t>(k), 1, false, true);
    const auto distances = near.sqrt().contiguous();
    const auto indices = places.to(torch::kInt).contiguous();
    result.indices.insert(result.indices.end(), indices.const_data_ptr<int>(),
                          indices.const_data_ptr<int>() + indices.numel());
    result.distances.insert(result.distances.end(), distances.const_data_ptr<double>(),
                            distances.const_data_ptr<double>() + distances.numel());
  }
  return result;
}

double trustworthiness(const torch::Tensor& features, const torch::Tensor& layout, std::size_t k) {
  const c10::InferenceMode inference;
  const auto n = features.size(0);
  if (2 * static_cast<std::int64_t>(k) >= n)
    throw InputError{
        fmt::format("trustworthiness over {} neighbours needs more than {} points, found {}", k, 2 * k, n)};
  const auto near = nearest_neighbours(layout, k);
  const auto centred = centred_of(features);
  const auto squares = centred.square().sum(1);
  double penalty = 0.0;
  for (std::int64_t from = 0; from < n; from += kRows) {
    const auto to = std::min(n, from + kRows);
    // The rank of each point among a row's neighbours in the features, from 1.
    const auto order = squared_distances(centred, squares, from, to).argsort(true, 1);
    const auto ranks = torch::empty_like(order);
    ranks.scatter_(1, order, torch::arange(1, n + 1).expand_as(order));
    const auto rank = ranks.accessor<std::int64_t, 2>();
    for (auto i = from; i < to; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        const auto neighbour = near.indices[static_cast<std::size_t>(i) * k + j];
        penalty +=
            std::max<double>(0.0, static_cast<double>(rank[i - from][neighbour]) - static_cast<double>(k));
      }
    }
  }
  const auto points = static_cast<double>(n), size = static_cast<double>(k);
  return 1.0 - 2.0 / (points * size * (2.0 * points - 3.0 * size - 1.0)) * penalty;
}

}  // namespace unseen
