#pragma once

#include <unseen/dataset.hpp>

#include "data/crop.hpp"
#include "data/item.hpp"
#include "figures/contact_sheet.hpp"

namespace unseen {

/// What the store keeps of a face, or a whole frame, for a sheet: the detector's box and points in white,
/// what the rule cuts out in black, and whose it is.
Tile crop_tile(const Video& video, const Item& item, const StoredPicture& stored, const CropRule& rule);

}  // namespace unseen
