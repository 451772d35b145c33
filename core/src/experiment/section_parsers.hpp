#pragma once

#include <unseen/value.hpp>

#include "experiment/config.hpp"
#include "experiment/roots.hpp"

namespace unseen {

/// The sections of a cell: typed, with the defaults of config.hpp, in bounds; all throw InputError with the
/// place of what is wrong, unknown keys included.
OptimizerConfig parse_optimizer(const Value& table);
FacesConfig parse_faces(const Value& table, const Roots& roots);
TrainConfig parse_train(const Value& table, Roots& roots);
CheckpointConfig parse_checkpoint(const Value& table);
ValidateConfig parse_validate(const Value& table, Roots& roots);
TestConfig parse_test(const Value& table, Roots& roots);

}  // namespace unseen
