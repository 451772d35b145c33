#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "experiment/config.hpp"

namespace unseen {

/// `--only` filters, each "axis=label" or a label that stands on one axis alone, as axis and label.
/// InputError naming what is known where a filter names neither, or its label stands on several axes.
std::vector<AxisLabel> parse_filters(const Experiment& experiment, const std::vector<std::string>& filters);

/// True where on each axis that is filtered the cell has one of the wanted labels.
bool cell_matches(const Cell& cell, const std::vector<AxisLabel>& wanted);

/// Indices of the cells that the filters leave; all without a filter.
std::vector<std::size_t> select_cells(const Experiment& experiment, const std::vector<std::string>& filters);

}  // namespace unseen
