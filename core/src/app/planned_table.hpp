#pragma once

#include "experiment/config.hpp"
#include "results/database.hpp"
#include "study/table.hpp"

namespace unseen {

/// The table of an experiment from its plan and what became of it. InputError where it has no [table], or
/// where the database holds no plan of the file as it is now.
Table planned_table(Database& database, const Experiment& experiment);

}  // namespace unseen
