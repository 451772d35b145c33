// The perturbation of statistics: every form of it is eq. (7).

#include <gtest/gtest.h>

#include <unseen/statistics_perturbation.hpp>

#include "sdk/statistics_forms.hpp"
#include "support/cuda.hpp"

namespace unseen::test {
namespace {

using Tensors = std::vector<torch::Tensor>;
using Form =
    std::function<torch::Tensor(const torch::Tensor&, const StatisticsDelta&, const StatisticsOptions&)>;

/// Eq. (7), written out.
torch::Tensor plain(const torch::Tensor& f, const StatisticsDelta& delta, const StatisticsOptions& options) {
  auto mu = f.mean({2, 3}, true);
  auto sigma = (f.var(at::IntArrayRef{2, 3}, options.unbiased, true) + options.eps).sqrt();
  if (options.detach) {
    mu = mu.detach();
    sigma = sigma.detach();
  }
  return (f - mu) / sigma * (sigma + delta.sigma) + (mu + delta.mean);
}

/// The output, then its gradients by features and deltas for one random gradient of the output.
Tensors output_and_gradients(const Form& form, const Tensors& inputs, torch::ScalarType type,
                             const StatisticsOptions& options) {
  Tensors leaves;
  for (const auto& input : inputs) leaves.push_back(input.to(type).detach().clone().requires_grad_());
  const auto out = form(leaves[0], {leaves[1], leaves[2]}, options);
  torch::manual_seed(6);
  const auto out_gradient = torch::randn(out.sizes(), torch::kDouble).to(out.device(), type);
  Tensors all{out.detach()};
  for (const auto& each : torch::autograd::grad({out}, leaves, {out_gradient})) all.push_back(each);
  return all;
}

void expect_near(const Tensors& found, const Tensors& wanted, double tolerance, const std::string& what) {
  constexpr std::array kNames{"output", "gradient by features", "by means", "by deviations"};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto error =
        (found[i].to(torch::kCPU, torch::kDouble) - wanted[i]).abs().max() / wanted[i].abs().max();
    EXPECT_LE(error.item<double>(), tolerance) << what << ": " << kNames.at(i);
  }
}

const Form kChosen = [](auto& f, auto& delta, auto& options) { return perturbed(f, delta, options); };
const Form kAffine = [](auto& f, auto& delta, auto& options) {
  return perturbed_by_affine(f, delta, options);
};
const Form kGroupNorm = [](auto& f, auto& delta, auto& options) {
  return perturbed_by_group_norm(f, delta, options.eps);
};

TEST(Perturbed, IsEquation7InEveryFormLayoutAndPrecision) {
  torch::manual_seed(2);
  for (const auto rows : {1, 3}) {
    for (const auto& options :
         {StatisticsOptions{}, StatisticsOptions{1e-3, true, false}, StatisticsOptions{1e-5, false, true}}) {
      // More channels than a vector has places, and no multiple of them.
      const auto offsets = torch::linspace(-2.0, 1.5, 37, torch::kDouble).view({1, 37, 1, 1});
      const auto f = torch::randn({3, 37, 8, 9}, torch::kDouble) + offsets;
      const auto d_mean = 0.3 * torch::randn({rows, 37, 1, 1}, torch::kDouble);
      const auto d_sigma = 0.3 * torch::randn({rows, 37, 1, 1}, torch::kDouble);
      for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
        const Tensors inputs{f.contiguous(layout), d_mean, d_sigma};
        const auto wanted = output_and_gradients(plain, inputs, torch::kDouble, options);
        std::vector<std::pair<std::string, Form>> forms{{"chosen", kChosen}, {"affine", kAffine}};
        if (!options.unbiased && !options.detach) forms.emplace_back("group norm", kGroupNorm);
        for (const auto& [name, form] : forms) {
          expect_near(output_and_gradients(form, inputs, torch::kDouble, options), wanted, 1e-12, name);
          expect_near(output_and_gradients(form, inputs, torch::kFloat, options), wanted, 1e-6,
                      name + " fp32");
        }
      }
    }
  }
}

TEST(Perturbed, IsEquation7OnACudaDevice) {
  const auto device = cuda_device();
  if (!device) GTEST_SKIP() << "needs a CUDA device";
  torch::manual_seed(4);
  for (const auto rows : {1, 3}) {
    for (const auto& options : {StatisticsOptions{}, StatisticsOptions{1e-3, true, true}}) {
      const Tensors inputs{torch::randn({3, 70, 8, 9}, torch::kDouble),
                           0.3 * torch::randn({rows, 70, 1, 1}, torch::kDouble),
                           0.3 * torch::randn({rows, 70, 1, 1}, torch::kDouble)};
      const auto wanted = output_and_gradients(plain, inputs, torch::kDouble, options);
      for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
        const Tensors there{inputs[0].to(*device).contiguous(layout), inputs[1].to(*device),
                            inputs[2].to(*device)};
        expect_near(output_and_gradients(kChosen, there, torch::kDouble, options), wanted, 1e-12, "fp64");
        expect_near(output_and_gradients(kChosen, there, torch::kFloat, options), wanted, 1e-6, "fp32");
      }
    }
  }
}

void expect_single_precision_on_bfloat16(torch::Device device) {
  torch::manual_seed(2);
  const auto f = torch::randn({2, 5, 8, 8}).to(torch::kBFloat16);
  const StatisticsDelta delta{torch::full({1, 5, 1, 1}, 0.004F), torch::full({1, 5, 1, 1}, 0.004F)};
  const StatisticsDelta there{delta.mean.to(device), delta.sigma.to(device)};
  const auto wanted = perturbed(f.to(torch::kFloat), delta, {}).to(torch::kBFloat16);
  for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
    const auto found = perturbed(f.to(device).contiguous(layout), there, {}).cpu();
    EXPECT_EQ(found.scalar_type(), torch::kBFloat16);
    // One rounding to bf16: at most a last place apart.
    EXPECT_LE((found.to(torch::kFloat) - wanted.to(torch::kFloat)).abs().max().item<float>(), 1.0F / 64);
    EXPECT_GE(found.eq(wanted).to(torch::kDouble).mean().item<double>(), 0.99);
  }
}

TEST(Perturbed, ComputesInSinglePrecisionOnBFloat16Features) {
  expect_single_precision_on_bfloat16(torch::kCPU);
  if (const auto device = cuda_device()) expect_single_precision_on_bfloat16(*device);
}

TEST(Perturbed, IsTheIdentityBitForBitAtZero) {
  torch::manual_seed(1);
  for (const auto type : {torch::kFloat, torch::kDouble, torch::kBFloat16}) {
    for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
      const auto f = torch::randn({2, 5, 7, 6}).relu().to(type).contiguous(layout).requires_grad_();
      const auto number = type == torch::kDouble ? torch::kDouble : torch::kFloat;
      const StatisticsDelta zero{torch::zeros({1, 5, 1, 1}, number), torch::zeros({1, 5, 1, 1}, number)};
      const auto gradient = torch::randn(f.sizes()).to(type);
      for (const auto& out : {perturbed(f, zero, {}), perturbed_by_zero(f, zero, {})}) {
        EXPECT_TRUE(torch::equal(out, f));
        EXPECT_TRUE(torch::equal(torch::autograd::grad({out}, {f}, {gradient})[0], gradient));
      }
    }
  }
}

TEST(Perturbed, HasTheSameDeltaGradientsWhereItIsKnownToBeTheIdentity) {
  torch::manual_seed(7);
  for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
    for (const auto& options : {StatisticsOptions{}, StatisticsOptions{1e-5, true, true}}) {
      const Tensors inputs{torch::randn({3, 5, 8, 9}, torch::kDouble).contiguous(layout),
                           torch::zeros({1, 5, 1, 1}, torch::kDouble),
                           torch::zeros({1, 5, 1, 1}, torch::kDouble)};
      const Form by_zero = [](auto& f, auto& delta, auto& o) { return perturbed_by_zero(f, delta, o); };
      const auto wanted = output_and_gradients(plain, inputs, torch::kDouble, options);
      expect_near(output_and_gradients(by_zero, inputs, torch::kDouble, options), wanted, 1e-12, "at zero");
    }
  }
}

TEST(Perturbed, HasDeltaGradientsOfFiniteDifferences) {
  torch::manual_seed(3);
  const auto f = torch::randn({2, 3, 4, 4}, torch::kDouble).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto weights = torch::randn(f.sizes(), torch::kDouble);
  const auto loss = [&](const torch::Tensor& deltas) {
    return (perturbed(f, {deltas[0], deltas[1]}, {}).pow(2) * weights).sum();
  };
  const auto deltas = (0.1 * torch::randn({2, 1, 3, 1, 1}, torch::kDouble)).requires_grad_();
  const auto gradient = torch::autograd::grad({loss(deltas)}, {deltas})[0].flatten();
  const torch::NoGradGuard no_grad;
  for (std::int64_t i = 0; i < gradient.numel(); ++i) {
    auto step = torch::zeros({6}, torch::kDouble);
    step[i] = 1e-5;
    const auto difference =
        (loss(deltas + step.view_as(deltas)) - loss(deltas - step.view_as(deltas))) / 2e-5;
    EXPECT_NEAR(gradient[i].item<double>(), difference.item<double>(),
                1e-6 * (1 + std::abs(difference.item<double>())));
  }
}

TEST(Perturbed, KeepsItsDigitsWhereTheMeanIsLargeBesideTheDeviation) {
  torch::manual_seed(5);
  const auto f = (1000 + 0.5 * torch::randn({2, 20, 8, 8}, torch::kDouble)).to(torch::kFloat);
  const StatisticsDelta delta{torch::zeros({1, 20, 1, 1}), torch::full({1, 20, 1, 1}, 1.0F)};
  const auto wanted =
      plain(f.to(torch::kDouble), {delta.mean.to(torch::kDouble), delta.sigma.to(torch::kDouble)}, {});
  const auto found = perturbed(f.contiguous(torch::MemoryFormat::ChannelsLast), delta, {});
  // float32 has steps of 6e-5 at 1000, and deviations of 0.5 double here.
  EXPECT_LT((found.to(torch::kDouble) - wanted).abs().max().item<double>(), 5e-4);
}

TEST(Perturbed, RefusesOffsetsThatAreNoneOfTheFeatures) {
  const auto f = torch::randn({2, 5, 4, 4});
  const auto good = torch::zeros({1, 5, 1, 1});
  for (const auto& bad : {torch::zeros({1, 4, 1, 1}), torch::zeros({1, 1, 1, 1}), torch::zeros({5}),
                          good.to(torch::kDouble), good.to(torch::kBFloat16), torch::zeros({3, 5, 1, 1})}) {
    for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
      EXPECT_THROW(perturbed(f.contiguous(layout), {good, bad}, {}), Error);
      EXPECT_THROW(perturbed_by_zero(f.contiguous(layout), {bad, good}, {}), Error);
    }
  }
}

TEST(Perturbed, RefusesSecondDerivatives) {
  const auto f = torch::randn({2, 5, 4, 4}).contiguous(torch::MemoryFormat::ChannelsLast).requires_grad_();
  const auto delta = torch::zeros({1, 5, 1, 1});
  const auto out = perturbed(f, {delta, delta}, {});
  EXPECT_THROW(torch::autograd::grad({out.pow(2).sum()}, {f}, {}, true, /*create_graph=*/true), Error);
}

TEST(Perturbed, StaysFiniteOnOnePixelAndOnDeadChannels) {
  for (const auto unbiased : {false, true}) {
    for (const auto& shape : {std::vector<std::int64_t>{1, 2, 1, 1}, {2, 2, 4, 4}}) {
      for (const auto layout : {torch::MemoryFormat::Contiguous, torch::MemoryFormat::ChannelsLast}) {
        const auto f = torch::zeros(shape).contiguous(layout).requires_grad_();
        const StatisticsDelta delta{torch::full({1, 2, 1, 1}, 0.1), torch::full({1, 2, 1, 1}, 0.1)};
        for (const auto& delta_leaf : {delta.mean, delta.sigma}) delta_leaf.set_requires_grad(true);
        const auto out = perturbed(f, delta, {1e-5, unbiased, false});
        out.sum().backward();
        for (const auto& each : {out.detach(), f.grad(), delta.mean.grad(), delta.sigma.grad()}) {
          EXPECT_TRUE(torch::isfinite(each).all().item<bool>());
        }
      }
    }
  }
}

}  // namespace
}  // namespace unseen::test
