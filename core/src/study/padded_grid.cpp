#include "study/padded_grid.hpp"

#include <algorithm>

namespace unseen {

std::size_t text_width(const std::string& text) {
  // Bytes 10xxxxxx continue a character.
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

void pad(TextGrid& grid, std::size_t left) {
  std::vector<std::size_t> widths(grid.empty() ? 0 : grid.front().size());
  for (const auto& line : grid) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], text_width(line[i]));
  }
  for (auto& line : grid) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      line[i].insert(i < left ? line[i].size() : 0, widths[i] - text_width(line[i]), ' ');
    }
  }
}

}  // namespace unseen
