#pragma once

#include <unseen/value.hpp>

#include "experiment/config.hpp"
#include "experiment/roots.hpp"

namespace unseen {

/// InputError for a key at the top of a document that no experiment has.
void refuse_unknown_sections(const Value& document);

/// One swept document as checked values. InputError with the place of whatever is missing, unknown, of a
/// wrong type or out of bounds, but for the keys that belong to plugins.
CellConfig parse_cell(const Value& document, Roots& roots);

}  // namespace unseen
