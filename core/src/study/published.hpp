#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiment/config.hpp"

namespace unseen {

/// A number that somebody printed, in the units of their table.
struct PublishedValue {
  std::vector<AxisLabel> labels;  ///< of every column but `value` and `note`
  double value = 0.0;
  std::string note{};
};

/// The rows of a CSV with a column for each axis, `value` and, if anybody likes, `note`. Rows without a value
/// say that there is none. InputError with file and line where a value is no number.
std::vector<PublishedValue> read_published(const std::filesystem::path& file);

struct Table;

/// Puts published numbers beside a table's own, and those of rows that it lacks above them. `source` is named
/// where one does not fit. InputError where an axis of the table has no column, and where a share is above 1
/// in the table's units.
void add_published(Table& table, const std::vector<PublishedValue>& values, const std::string& source);

}  // namespace unseen
