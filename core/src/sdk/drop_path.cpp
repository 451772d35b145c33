#include <torch/types.h>

#include <unseen/drop_path.hpp>

namespace unseen {

at::Tensor drop_path(const at::Tensor& branch, double rate, bool training) {
  if (rate == 0.0 || !training) return branch;
  std::vector<std::int64_t> shape(static_cast<std::size_t>(branch.dim()), 1);
  shape[0] = branch.size(0);
  return branch * torch::empty(shape, branch.options()).bernoulli_(1 - rate).div_(1 - rate);
}

DropPathRates::DropPathRates(const Params& params, std::int64_t last)
    : rate_{params.number("drop_path_rate", 0.0, "stochastic depth: rate at the deep end, rising from 0",
                          {0, 0.99})},
      last_{last} {}

double DropPathRates::next() { return rate_ * static_cast<double>(made_++) / static_cast<double>(last_); }

}  // namespace unseen
