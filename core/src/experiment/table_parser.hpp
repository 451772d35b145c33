#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <unseen/value.hpp>

#include "experiment/config.hpp"
#include "experiment/roots.hpp"
#include "experiment/sweep.hpp"

namespace unseen {

/// The document's [table], nothing where it has none. InputError where it names something other than an axis
/// "test" or "metric", or leaves out what has several values: `axes`, the tests (at most `tests` in a cell),
/// the metrics.
std::optional<TableConfig> parse_table(const Value& document, const std::vector<Axis>& axes,
                                       std::size_t tests, const Roots& roots);

}  // namespace unseen
