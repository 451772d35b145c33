#include "sdk/pair_sums.hpp"

#include <ATen/Parallel.h>

#include <unseen/gradients.hpp>

#include "sdk/kernels/pair_sums_kernel.hpp"

namespace unseen {
namespace {

using torch::Tensor;

/// Of one task; the same on any number of threads, and so are the sums.
constexpr std::int64_t kTask = 1 << 16;

bool lie_alike_on_cpu(const Tensor& x, const Tensor& y) {
  const auto type = x.scalar_type();
  return x.is_cpu() && y.is_cpu() && type == y.scalar_type() &&
         (type == torch::kFloat || type == torch::kDouble) && x.is_non_overlapping_and_dense() &&
         x.sizes() == y.sizes() && x.strides() == y.strides();
}

/// The sum of products(first, count) over the tasks of `numbers`.
template <class Run>
Tensor in_tasks(std::int64_t numbers, const Run& products) {
  std::vector<Products> parts(static_cast<std::size_t>((numbers + kTask - 1) / kTask));
  at::parallel_for(0, std::ssize(parts), 1, [&](std::int64_t begin, std::int64_t end) {
    for (auto task = begin; task < end; ++task) {
      const auto first = task * kTask;
      parts[static_cast<std::size_t>(task)] = products(first, std::min(kTask, numbers - first));
    }
  });
  Products sum;
  for (const auto& part : parts) sum = {sum.xx + part.xx, sum.xy + part.xy, sum.yy + part.yy};
  return torch::tensor({sum.xx, sum.xy, sum.yy}, torch::kDouble);
}

template <class Number>
Tensor mixed(double a, const Tensor& x, double b, Tensor& y) {
  const auto* from = x.const_data_ptr<Number>();
  auto* to = y.data_ptr<Number>();
  return in_tasks(y.numel(), [=](std::int64_t first, std::int64_t count) {
    return mix_numbers(count, a, from + first, b, to + first);
  });
}

template <class Number>
Tensor of_way(const Tensor& from, const Tensor& to, const Tensor& y) {
  const auto *begin = from.const_data_ptr<Number>(), *end = to.const_data_ptr<Number>(),
             *other = y.const_data_ptr<Number>();
  return in_tasks(y.numel(), [=](std::int64_t first, std::int64_t count) {
    return products_of_way(count, begin + first, end + first, other + first);
  });
}

template <class Number>
Tensor of_one(const Tensor& x) {
  const auto* begin = x.const_data_ptr<Number>();
  return in_tasks(x.numel(), [=](std::int64_t first, std::int64_t count) {
    return Products{sum_of_squares(count, begin + first), 0, 0};
  });
}

Tensor by_aten(const Tensor& x, const Tensor& y) {
  const auto u = x.reshape(-1), v = y.reshape(-1);
  return torch::stack({at::dot(u, u), at::dot(u, v), at::dot(v, v)}).to(torch::kDouble);
}

}  // namespace

void PairSums::mix(double a, const Tensor& x, double b, Tensor& y) {
  if (lie_alike_on_cpu(x, y)) {
    parts_.push_back(x.scalar_type() == torch::kFloat ? mixed<float>(a, x, b, y) : mixed<double>(a, x, b, y));
  } else {
    y.mul_(b).add_(x, a);
    parts_.push_back(by_aten(x, y));
  }
}

void PairSums::add_way(const Tensor& from, const Tensor& to, const Tensor& y) {
  if (lie_alike_on_cpu(from, to) && lie_alike_on_cpu(to, y)) {
    parts_.push_back(y.scalar_type() == torch::kFloat ? of_way<float>(from, to, y)
                                                      : of_way<double>(from, to, y));
  } else {
    parts_.push_back(by_aten(to - from, y));
  }
}

void PairSums::add(const Tensor& x) {
  if (lie_alike_on_cpu(x, x)) {
    parts_.push_back(x.scalar_type() == torch::kFloat ? of_one<float>(x) : of_one<double>(x));
  } else {
    parts_.push_back(by_aten(x, x));
  }
}

Tensor PairSums::norm_x() const { return total()[0].sqrt(); }

Tensor PairSums::cosine() const {
  const auto all = total();
  return all[1] / ((all[0] * all[2]).sqrt() + kNormEps);
}

Tensor PairSums::total() const {
  return parts_.empty() ? torch::zeros({3}, torch::kDouble) : torch::stack(parts_).sum(0);
}

}  // namespace unseen
