#include <torch/types.h>

#include <unseen/error.hpp>
#include <unseen/feature_perturbation.hpp>

namespace unseen {
namespace {

torch::Tensor zero_leaf(const torch::Tensor& features, bool per_instance) {
  const auto rows = per_instance ? features.size(0) : 1;
  const auto type = torch::promote_types(features.scalar_type(), torch::kFloat);
  return torch::zeros({rows, features.size(1), 1, 1}, features.options().dtype(type).requires_grad(true));
}

}  // namespace

torch::Tensor perturbed(const torch::Tensor& features, const StatisticsDelta& delta,
                        const StatisticsOptions& options) {
  if (features.dim() != 4) {
    throw InputError{"a perturbation injection module needs features (N, C, H, W); choose other segments"};
  }
  const auto f = features.to(torch::promote_types(features.scalar_type(), torch::kFloat));
  // Over one pixel the unbiased variance is 0/0: the biased one, zero, is what remains defined.
  const auto correction = options.unbiased && f.size(2) * f.size(3) > 1 ? 1 : 0;
  auto [var, mu] = torch::var_mean(f, at::IntArrayRef{2, 3}, at::Scalar(correction), true);
  auto sigma = (var + options.eps).sqrt();
  if (options.detach) {
    mu = mu.detach();
    sigma = sigma.detach();
  }
  return (f + delta.mean + (f - mu) / sigma * delta.sigma).to(features.scalar_type());
}

torch::Tensor perturbed_logits(Step& step, const std::vector<std::size_t>& segments,
                               std::vector<StatisticsDelta>& deltas, const StatisticsOptions& options,
                               bool per_instance) {
  const auto arming = deltas.empty();
  auto x = step.images();
  std::size_t from = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    x = step.forward(x, from, segments[i] + 1);
    from = segments[i] + 1;
    if (arming) deltas.push_back({zero_leaf(x, per_instance), zero_leaf(x, per_instance)});
    x = perturbed(x, deltas[i], options);
  }
  return step.forward(x, from, step.model().segments().size());
}

}  // namespace unseen
