#include "sdk/pair_sums.hpp"

#include <ATen/Parallel.h>

#include <limits>

namespace unseen {
namespace {

using torch::Tensor;

/// Of one task; the same on any number of threads, and so are the sums.
constexpr std::int64_t kTask = 1 << 16;

bool lie_alike_on_cpu(const Tensor& x, const Tensor& y) {
  const auto type = x.scalar_type();
  return x.is_cpu() && y.is_cpu() && type == y.scalar_type() &&
         (type == torch::kFloat || type == torch::kDouble) && x.is_non_overlapping_and_dense() &&
         x.sizes() == y.sizes() && same_layout(x, y);
}

/// Calls `use` with a null pointer of the element type.
template <class Use>
void with_number(const Tensor& tensor, const Use& use) {
  if (tensor.scalar_type() == torch::kFloat) return use(static_cast<float*>(nullptr));
  use(static_cast<double*>(nullptr));
}

Tensor by_aten(const Tensor& x, const Tensor& y) {
  const auto alike = x.is_non_overlapping_and_dense() && same_layout(x, y);
  const auto flat = [alike](const Tensor& tensor) {
    return alike ? tensor.as_strided({tensor.numel()}, {1}) : tensor.reshape(-1);
  };
  const auto u = flat(x), v = flat(y);
  return torch::stack({at::dot(u, u), at::dot(u, v), at::dot(v, v)}).to(torch::kDouble);
}

/// Of <x, x>, <x, y> and <y, y>.
Mixture mixture_of(const Tensor& total) {
  // Where one is zero the product is too, and any divisor will do.
  const auto norms = (total[0] * total[2]).sqrt().clamp_min(std::numeric_limits<double>::min());
  return {total[0].sqrt(), total[1] / norms};
}

}  // namespace

bool same_layout(const Tensor& a, const Tensor& b) {
  for (std::int64_t i = 0; i < a.dim(); ++i) {
    if (a.size(i) > 1 && a.stride(i) != b.stride(i)) return false;
  }
  return true;
}

template <class Work>
void PairSums::in_tasks(std::int64_t numbers, const Work& work) {
  for (std::int64_t first = 0; first < numbers; first += kTask) {
    tasks_.push_back([=] { return work(first, std::min(kTask, numbers - first)); });
  }
}

void PairSums::mix(double a, const Tensor& x, double b, Tensor& y) {
  if (!lie_alike_on_cpu(x, y)) {
    y.mul_(b).add_(x, a);
    parts_.push_back(by_aten(x, y));
    return;
  }
  with_number(x, [&]<class Number>(Number*) {
    const auto* from = x.const_data_ptr<Number>();
    auto* to = y.data_ptr<Number>();
    in_tasks(y.numel(), [=](std::int64_t first, std::int64_t count) {
      return mix_numbers(count, a, from + first, b, to + first);
    });
  });
}

void PairSums::add_way(const Tensor& from, const Tensor& to, const Tensor& y) {
  if (!lie_alike_on_cpu(from, to) || !lie_alike_on_cpu(to, y)) {
    parts_.push_back(by_aten(to - from, y));
    return;
  }
  with_number(y, [&]<class Number>(Number*) {
    const auto *begin = from.const_data_ptr<Number>(), *end = to.const_data_ptr<Number>(),
               *other = y.const_data_ptr<Number>();
    in_tasks(y.numel(), [=](std::int64_t first, std::int64_t count) {
      return products_of_way(count, begin + first, end + first, other + first);
    });
  });
}

void PairSums::add(const Tensor& x) {
  if (!lie_alike_on_cpu(x, x)) {
    parts_.push_back(by_aten(x, x));
    return;
  }
  with_number(x, [&]<class Number>(Number*) {
    const auto* begin = x.const_data_ptr<Number>();
    in_tasks(x.numel(), [=](std::int64_t first, std::int64_t count) {
      return Products{sum_of_squares(count, begin + first), 0, 0};
    });
  });
}

Mixture PairSums::run() {
  std::vector<Products> products(tasks_.size());
  at::parallel_for(0, std::ssize(tasks_), 1, [&](std::int64_t begin, std::int64_t end) {
    for (auto i = static_cast<std::size_t>(begin); i < static_cast<std::size_t>(end); ++i) {
      products[i] = tasks_[i]();
    }
  });
  if (tasks_.empty() && !parts_.empty()) return mixture_of(torch::stack(parts_).sum(0));
  Products sum;
  for (const auto& each : products) sum = {sum.xx + each.xx, sum.xy + each.xy, sum.yy + each.yy};
  auto total = torch::tensor({sum.xx, sum.xy, sum.yy}, torch::kDouble);
  if (!parts_.empty()) total = total.to(parts_[0].device()) + torch::stack(parts_).sum(0);
  return mixture_of(total);
}

}  // namespace unseen
