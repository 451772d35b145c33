// Layouts of points made by a rule, against the figures of umap-learn and scikit-learn.
#include "figures/layout.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "support/hash_fill.hpp"
#include "support/input_error.hpp"

namespace unseen {
namespace {

nlohmann::json golden() {
  std::ifstream file{UNSEEN_FIXTURES "/layouts.json"};
  return nlohmann::json::parse(file);
}

/// 2u - 1 by the fixture's rule.
torch::Tensor drawn(const std::string& name, std::int64_t rows, std::int64_t columns) {
  return test::hash_uniform(name, rows * columns).mul(2).sub(1).reshape({rows, columns});
}

/// Three bent sheets in twenty dimensions, 600 points.
torch::Tensor sheets() {
  std::vector<torch::Tensor> all;
  for (int c = 0; c < 3; ++c) {
    const auto number = std::to_string(c);
    const auto pq = drawn("sheet" + number, 200, 2);
    const auto p = pq.select(1, 0), q = pq.select(1, 1);
    const auto f = torch::stack({p, q, (3 * p).sin(), (3 * q).cos(), p * q}, 1);
    all.push_back(f.mm(drawn("map" + number, 5, 20)) + 3 * drawn("off" + number, 1, 20) +
                  0.02 * drawn("noise" + number, 200, 20));
  }
  return torch::cat(all);
}

TEST(Trustworthiness, IsScikitLearns) {
  const auto expected = golden();
  auto x = drawn("umapX", 40, 3).to(torch::kFloat).to(torch::kDouble);
  x.slice(0, 20) += 1.5;
  for (const auto& [k, value] : expected["trustworthiness"]["X_vs_first2cols"].items())
    EXPECT_NEAR(trustworthiness(x, x.slice(1, 0, 2), std::stoul(k)), value.get<double>(), 1e-9) << k;
}

TEST(Layout, OfPrincipalComponentsIsAsTrustworthyAsScikitLearns) {
  const auto expected = golden()["umap_sheets"]["trustworthiness"]["pca"];
  const auto x = sheets();
  const auto found = layout(x, "pca", 1);
  for (const auto& [k, value] : expected.items())
    EXPECT_NEAR(trustworthiness(x, found, std::stoul(k)), value.get<double>(), 1e-5) << k;
}

TEST(Layout, ByUmapKeepsNeighboursAndRepeatsItsBits) {
  const auto x = sheets();
  const auto found = layout(x, "umap", 7);
  EXPECT_GE(trustworthiness(x, found, 15), 0.99);
  EXPECT_TRUE(torch::equal(found, layout(x, "umap", 7)));
  EXPECT_FALSE(torch::equal(found, layout(x, "umap", 8)));
}

TEST(Layout, ByTsneKeepsNeighbours) {
  const auto x = sheets();
  EXPECT_GE(trustworthiness(x, layout(x, "tsne", 1), 15), 0.98);
}

TEST(Layout, RefusesWhatItCannotLayOut) {
  const auto few = torch::zeros({8, 3});
  EXPECT_TRUE(contains(input_error_of([&] { layout(few, "umap", 1); }), "32 pictures or more, found 8"));
  EXPECT_TRUE(contains(input_error_of([&] { layout(few, "umpa", 1); }), "did you mean \"umap\"?"));
}

TEST(Neighbours, AreThoseOfAllDistances) {
  const auto x = drawn("points", 700, 5);  // more than one block of rows
  const auto found = nearest_neighbours(x, 4);
  const auto all = torch::cdist(x, x, 2.0, 2);
  const auto [near, places] = all.topk(5, 1, false, true);
  for (std::int64_t i = 0; i < 700; ++i) {
    for (std::int64_t j = 0; j < 4; ++j) {
      EXPECT_EQ(found.indices[static_cast<std::size_t>(i * 4 + j)], places[i][j + 1].item<int>());
      EXPECT_NEAR(found.distances[static_cast<std::size_t>(i * 4 + j)], near[i][j + 1].item<double>(), 1e-9);
    }
  }
}

}  // namespace
}  // namespace unseen
