#pragma once

#include <filesystem>
#include <vector>

#include "app/door/prepared_data.hpp"

namespace unseen {

/// A contact sheet of at most `samples` crops, drawn at random from all sets, always the same ones, with what
/// the detector found and what training sees of it. Error where the file cannot be written.
void write_crop_sheet(const std::vector<PreparedData>& sets, std::size_t samples,
                      const std::filesystem::path& file);

}  // namespace unseen
