#pragma once

#include <filesystem>
#include <vector>

#include "app/door/prepared_data.hpp"

namespace unseen {

/// A contact sheet of crops drawn at random (always the same ones) from all sets: what was kept of a frame,
/// the face's box and points in it, and the crop.
void write_crop_sheet(const std::vector<PreparedData>& sets, std::int64_t samples,
                      const std::filesystem::path& file);

}  // namespace unseen
