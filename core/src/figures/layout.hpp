#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "figures/neighbours.hpp"

namespace unseen {

/// The two directions of greatest variance, (n, 2); each turned so that its largest weight is positive.
torch::Tensor principal_components(const torch::Tensor& features);

/// McInnes, Healy, Melville 2018, by umappp with its defaults: 15 neighbours, least distance 0.1, spectral
/// start. The same seed gives the same bits. Coordinates x, y, x, y, ...
std::vector<double> umap_layout(const Neighbours& neighbours, std::uint64_t seed);

/// Van der Maaten and Hinton 2008, by qdtsne (Barnes-Hut), from `start` (the principal components):
/// perplexity a third of the neighbours.
std::vector<double> tsne_layout(const Neighbours& neighbours, std::vector<double> start);

/// `method` umap | tsne | pca, (n, 2) float64. InputError for another, and for too few points.
torch::Tensor layout(const torch::Tensor& features, const std::string& method, std::uint64_t seed);

}  // namespace unseen
