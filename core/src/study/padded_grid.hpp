#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace unseen {

/// Lines of fields, all of one length.
using TextGrid = std::vector<std::vector<std::string>>;

/// Fills each column with blanks to its widest field: the first `left` columns at the right, the others at
/// the left. Widths are in characters of UTF-8. No trailing blanks are cut.
void pad(TextGrid& grid, std::size_t left);

/// UTF-8 characters, as a terminal's columns where none is wide or combining.
std::size_t text_width(const std::string& text);

}  // namespace unseen
