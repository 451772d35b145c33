#pragma once

#include "study/table.hpp"

namespace unseen {

/// Sets TableCell::difference of complete cells, where the table names a label to compare with and that one's
/// value is complete too.
void add_differences(Table& table);

}  // namespace unseen
