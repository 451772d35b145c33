#pragma once

#include <cstddef>
#include <vector>

#include <opencv2/core/types.hpp>

namespace unseen {

/// A box as its corners, as the cascade's arithmetic uses it.
struct ScoredBox {
  float left, top, right, bottom, score;
};

/// What two boxes share, as a part of what they cover together, or of the smaller one with sides counted in
/// whole pixels.
enum class Overlap { of_union, of_smaller };

/// Greedy non-maximum suppression: places of the boxes that stay, the highest score first; a box goes where
/// one that stays overlaps it by more than `limit`. Equal scores: the earlier first.
std::vector<std::size_t> non_maximum(const std::vector<ScoredBox>& boxes, float limit, Overlap overlap);

}  // namespace unseen
