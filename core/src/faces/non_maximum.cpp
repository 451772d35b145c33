#include "faces/non_maximum.hpp"

#include <algorithm>
#include <numeric>

namespace unseen {
namespace {

float area(const ScoredBox& box, float pixel) {
  return (box.right - box.left + pixel) * (box.bottom - box.top + pixel);
}

float overlap_of(const ScoredBox& a, const ScoredBox& b, Overlap overlap) {
  const auto pixel = overlap == Overlap::of_smaller ? 1.0F : 0.0F;
  const auto width = std::min(a.right, b.right) - std::max(a.left, b.left) + pixel;
  const auto height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top) + pixel;
  if (width <= 0.0F || height <= 0.0F) return 0.0F;
  const auto shared = width * height, area_a = area(a, pixel), area_b = area(b, pixel);
  return shared / (overlap == Overlap::of_smaller ? std::min(area_a, area_b) : area_a + area_b - shared);
}

}  // namespace

std::vector<std::size_t> non_maximum(const std::vector<ScoredBox>& boxes, float limit, Overlap overlap) {
  std::vector<std::size_t> order(boxes.size()), kept;
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return boxes[a].score > boxes[b].score; });
  for (const auto next : order) {
    const auto covered = std::any_of(kept.begin(), kept.end(), [&](std::size_t stays) {
      return overlap_of(boxes[stays], boxes[next], overlap) > limit;
    });
    if (!covered) kept.push_back(next);
  }
  return kept;
}

}  // namespace unseen
