#include "support/hash_fill.hpp"

#include <cmath>

namespace unseen::test {

torch::Tensor hash_uniform(const std::string& name, std::int64_t n) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const unsigned char byte : name) hash = (hash ^ byte) * 0x100000001b3ULL;
  auto result = torch::empty({n}, torch::kDouble);
  auto* out = result.data_ptr<double>();
  for (std::int64_t i = 0; i < n; ++i) {
    auto z = hash + static_cast<std::uint64_t>(i + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z ^= z >> 31;
    out[i] = static_cast<double>(z >> 40) / 16777216.0;
  }
  return result;
}

void hash_fill(const std::string& name, torch::Tensor tensor) {
  const torch::NoGradGuard no_grad;
  if (name.ends_with("num_batches_tracked")) {
    tensor.zero_();
    return;
  }
  const auto u = hash_uniform(name, tensor.numel());
  auto values = 0.5 + u;
  if (tensor.dim() >= 2) {
    values = (2 * u - 1) *
             std::sqrt(3.0 * static_cast<double>(tensor.size(0)) / static_cast<double>(tensor.numel()));
  } else if (name.ends_with("gamma")) {
    values = 0.2 + 0.2 * u;
  } else if (name.ends_with("bias") || name.ends_with("running_mean")) {
    values = 0.2 * (2 * u - 1);
  }
  tensor.copy_(values.to(torch::kFloat).reshape(tensor.sizes()));
}

double checksum(const torch::Tensor& tensor, const std::string& name) {
  const auto flat = tensor.detach().to(torch::kDouble).contiguous().flatten();
  return (flat * (2 * hash_uniform("chk:" + name, flat.numel()) - 1)).sum().item<double>();
}

torch::Tensor hash_input(std::int64_t n, std::int64_t side) {
  const auto values = 4 * hash_uniform("input", n * 3 * side * side) - 2;
  return values.to(torch::kFloat).to(torch::kDouble).reshape({n, 3, side, side});
}

}  // namespace unseen::test
