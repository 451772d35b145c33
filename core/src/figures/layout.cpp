#include "figures/layout.hpp"

#include <c10/core/InferenceMode.h>
#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>

#include <unseen/error.hpp>
#include <unseen/params.hpp>

namespace unseen {
namespace {

constexpr std::size_t kUmapNeighbours = 15, kTsneNeighbours = 90, kFewest = 32;

torch::Tensor as_tensor(const std::vector<double>& coordinates) {
  return torch::tensor(coordinates, torch::kDouble).reshape({-1, 2});
}

/// Small, so that the first steps decide; of one size in each direction, as scikit-learn starts.
std::vector<double> small_start(const torch::Tensor& features) {
  const auto components = principal_components(features);
  const auto scaled = (components / components.select(1, 0).std() * 1e-4).contiguous();
  return {scaled.const_data_ptr<double>(), scaled.const_data_ptr<double>() + scaled.numel()};
}

}  // namespace

torch::Tensor principal_components(const torch::Tensor& features) {
  const c10::InferenceMode inference;
  const auto wide = features.to(torch::kCPU, torch::kDouble);
  const auto centred = wide - wide.mean(0, true);
  // Of the smaller of the two square matrices.
  const auto [u, s, v] = at::linalg_svd(centred, false);
  auto scores = u.slice(1, 0, 2) * s.slice(0, 0, 2);
  for (int i = 0; i < 2; ++i) {
    const auto weights = v[i];
    if (weights[weights.abs().argmax()].item<double>() < 0.0) scores.select(1, i).neg_();
  }
  return scores.contiguous();
}

torch::Tensor layout(const torch::Tensor& features, const std::string& method, std::uint64_t seed) {
  const std::vector<std::string> known{"umap", "tsne", "pca"};
  if (std::find(known.begin(), known.end(), method) == known.end()) {
    throw InputError{
        fmt::format("--method: wanted umap, tsne or pca, found \"{}\"{}", method, name_hint(method, known))};
  }
  const auto n = static_cast<std::size_t>(features.size(0));
  if (n < kFewest) throw InputError{fmt::format("a layout needs {} pictures or more, found {}", kFewest, n)};
  if (method == "pca") return principal_components(features);
  if (method == "umap") return as_tensor(umap_layout(nearest_neighbours(features, kUmapNeighbours), seed));
  const auto k = std::min(kTsneNeighbours, (n - 1) / 2);
  return as_tensor(tsne_layout(nearest_neighbours(features, k), small_start(features)));
}

}  // namespace unseen
