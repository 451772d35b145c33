#pragma once

#include "study/table.hpp"

namespace unseen {

/// Marks the best complete cells as build_table() says.
void mark_best(Table& table);

}  // namespace unseen
