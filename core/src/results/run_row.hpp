#pragma once

#include "results/connection.hpp"
#include "results/queries.hpp"

namespace unseen {

/// What read_run_row() reads, in its order.
inline constexpr const char* kRunColumns =
    "run_id, identity, seed, state, experiment, backbone, regularizer, train_data, "
    "strftime('%Y-%m-%dT%H:%M:%SZ', run.started / 1000, 'unixepoch'), "
    "coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', run.ended / 1000, 'unixepoch'), ''), host, \"commit\", device, "
    "reason";

RunRow read_run_row(const Row& row);

}  // namespace unseen
