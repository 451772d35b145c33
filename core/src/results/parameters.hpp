#pragma once

#include <cstdint>
#include <string>

#include "results/connection.hpp"

namespace unseen {

/// Replaces a run's parameters by `resolved` (a JSON table), flattened to dotted paths. A list of plain
/// values is one parameter, written as JSON; a list that holds tables goes by index:
/// "train.augmentations.0.plugin". InputError where `resolved` is no JSON table.
void write_parameters(Connection& connection, std::int64_t run, const std::string& resolved);

}  // namespace unseen
