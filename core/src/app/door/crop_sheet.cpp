#include "app/door/crop_sheet.hpp"

#include <utility>

#include "data/item.hpp"
#include "figures/crop_tile.hpp"

namespace unseen {

void write_crop_sheet(const std::vector<PreparedData>& sets, std::size_t samples,
                      const std::filesystem::path& file) {
  std::vector<std::pair<const PreparedData*, Item>> all;
  for (const auto& set : sets) {
    for (const auto& item : choose_items(set.report, set.faces.frames, FaceChoice::all))
      all.emplace_back(&set, item);
  }
  std::vector<Tile> tiles;
  for (const auto place : random_places(all.size(), samples)) {
    const auto& [set, item] = all[place];
    tiles.push_back(crop_tile(set->data.manifest->videos[item.video], item, set->reader().read(item),
                              crop_rule(set->faces)));
  }
  constexpr int kColumns = 8;
  write_contact_sheet(tiles, kColumns, file);
}

}  // namespace unseen
