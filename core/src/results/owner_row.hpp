#pragma once

#include "results/connection.hpp"
#include "results/owner.hpp"

namespace unseen {

/// The owner in four columns of a row: owner_host, owner_boot, owner_pid, owner_start, from `first` on.
inline Owner owner_in(const Row& row, int first) {
  return {row.text(first), row.text(first + 1), row.integer(first + 2), row.integer(first + 3)};
}

}  // namespace unseen
