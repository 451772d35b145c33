#include "sdk/statistics_backends.hpp"

namespace unseen {
namespace {

using torch::Tensor;

PerturbedFeatures forward_by_aten(const Tensor& f, const Tensor& d_mean, const Tensor& d_sigma,
                                  const StatisticsRule& rule) {
  const auto numbers = f.to(number_type(f));
  auto [var, mean] = torch::var_mean(numbers, at::IntArrayRef{2, 3}, at::Scalar(rule.correction), true);
  const auto sigma = var.add_(rule.eps).sqrt_();
  if (rule.at_zero) return {f, mean, sigma};
  const auto k = d_sigma / sigma;
  return {at::addcmul(d_mean - k * mean, numbers, 1 + k).to(f.scalar_type()), mean, sigma};
}

PerturbationGradients backward_by_aten(const Tensor& out_gradient, const Tensor& f, const Tensor& d_sigma,
                                       const Tensor& mean, const Tensor& sigma, const StatisticsRule& rule,
                                       bool by_f) {
  const auto gradient = out_gradient.to(number_type(f));
  const auto away = f.to(number_type(f)) - mean;
  const auto by_mean = gradient.sum({2, 3}, true);
  const auto by_sigma = (gradient * away).sum({2, 3}, true) / sigma;
  if (!by_f) return {{}, by_mean, by_sigma};
  const auto k = d_sigma / sigma;
  auto through = gradient * (1 + k);
  if (rule.attached) {
    const auto pixels = static_cast<double>(f.size(2) * f.size(3));
    const auto slope = k * by_sigma / (sigma * (pixels - static_cast<double>(rule.correction)));
    through.sub_(slope * away).sub_(k * by_mean / pixels);
  }
  return {through.to(f.scalar_type()), by_mean, by_sigma};
}

}  // namespace

PerturbationBackend aten_operators() { return {forward_by_aten, backward_by_aten}; }

}  // namespace unseen
