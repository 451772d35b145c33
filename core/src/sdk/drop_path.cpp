#include <torch/types.h>

#include <unseen/drop_path.hpp>

namespace unseen {

at::Tensor drop_path(const at::Tensor& branch, double rate, bool training) {
  if (rate == 0.0 || !training) return branch;
  std::vector<std::int64_t> shape(static_cast<std::size_t>(branch.dim()), 1);
  shape[0] = branch.size(0);
  return branch * torch::empty(shape, branch.options()).bernoulli_(1 - rate).div_(1 - rate);
}

}  // namespace unseen
