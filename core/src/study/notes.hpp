#pragma once

#include <string>
#include <vector>

#include "study/table.hpp"

namespace unseen {

/// Sentences for under a table: the metric and its spread, the videos that it rests on, what the average and
/// bold mean.
std::vector<std::string> notes_of(const Table& table, const TableInput& input);

}  // namespace unseen
