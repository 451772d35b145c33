// umappp and qdtsne, and what they stand on, are headers of the package assorthead (MIT, BSD and MPL).
#include <qdtsne/qdtsne.hpp>
#include <umappp/umappp.hpp>

#include "figures/layout.hpp"

namespace unseen {
namespace {

using Lists = std::vector<std::vector<std::pair<int, double>>>;

Lists lists_of(const Neighbours& neighbours) {
  Lists lists(neighbours.points);
  for (std::size_t i = 0; i < neighbours.points; ++i) {
    for (std::size_t j = i * neighbours.k; j < (i + 1) * neighbours.k; ++j)
      lists[i].emplace_back(neighbours.indices[j], neighbours.distances[j]);
  }
  return lists;
}

}  // namespace

std::vector<double> umap_layout(const Neighbours& neighbours, std::uint64_t seed) {
  umappp::Options options;
  options.num_neighbors = static_cast<int>(neighbours.k);
  options.initialize_spectral_jitter = true;
  options.initialize_seed = seed;
  options.optimize_seed = seed + 1;
  options.num_threads = 1;  // for the same bits
  std::vector<double> embedding(2 * neighbours.points);
  auto status = umappp::initialize<int, double>(lists_of(neighbours), 2, embedding.data(), options);
  status.run(embedding.data());
  return embedding;
}

std::vector<double> tsne_layout(const Neighbours& neighbours, std::vector<double> start) {
  qdtsne::Options options;
  // Its gradient lacks the factor 4 of the paper's, so the usual max(n / 48, 50) is four times that here.
  options.eta = std::max(200.0, static_cast<double>(neighbours.points) / 12.0);
  options.num_threads = 1;
  auto status = qdtsne::initialize<2, int, double>(lists_of(neighbours), options);
  status.run(start.data());
  return start;
}

}  // namespace unseen
