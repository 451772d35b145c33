#include "training/shifted_forward.hpp"

#include <set>

namespace unseen {
namespace {

torch::Tensor shifted(const torch::Tensor& f, const StatisticsShift& shift) {
  const auto mu = f.mean({2, 3}, true);
  return (f - mu) * shift.sigma + mu * shift.mean;
}

}  // namespace

torch::Tensor shifted_forward(Backbone& model, const torch::Tensor& images,
                              const std::optional<StatisticsShift>& shift, std::size_t to) {
  if (!shift) return model.forward(images, 0, to);
  std::set<std::size_t> ends;
  for (const auto& name : model.shallow_segments()) ends.insert(model.segment_index(name) + 1);
  auto x = images;
  std::size_t from = 0;
  for (const auto end : ends) {
    x = shifted(model.forward(x, from, end), *shift);
    from = end;
  }
  return model.forward(x, from, to);
}

}  // namespace unseen
