#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/table.hpp"

namespace unseen {

/// Marks the best and second of complete cells as build_table() says; `axes` as TableConfig::best.
void mark_best(Table& table, const std::optional<std::vector<std::string>>& axes);

}  // namespace unseen
