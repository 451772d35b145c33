#include "frame_choice.hpp"

#include <cmath>

namespace unseen {
namespace {

/// numpy's linspace, with its rounding: i * step, and the end exactly.
template <class Whole>
std::vector<std::int64_t> linspace(std::int64_t count, std::int64_t wanted, Whole whole) {
  std::vector<std::int64_t> chosen;
  if (count <= 0 || wanted <= 0) return chosen;
  const auto last = static_cast<double>(count - 1);
  const auto step = wanted > 1 ? last / static_cast<double>(wanted - 1) : 0.0;
  for (std::int64_t i = 0; i < wanted; ++i) {
    const auto at = i > 0 && i == wanted - 1 ? last : static_cast<double>(i) * step;
    const auto index = static_cast<std::int64_t>(whole(at));
    if (chosen.empty() || chosen.back() != index) chosen.push_back(index);
  }
  return chosen;
}

}  // namespace

std::vector<std::int64_t> candidate_frames(std::int64_t count, std::int64_t wanted) {
  return linspace(count, wanted, [](double at) { return std::trunc(at); });
}

std::vector<std::int64_t> spread(std::int64_t count, std::int64_t wanted) {
  return linspace(count, wanted, [](double at) { return std::nearbyint(at); });
}

}  // namespace unseen
