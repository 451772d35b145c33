#pragma once

#include "app/options.hpp"

namespace unseen {

/// Starts `jobs` processes of the same command and waits for them. They share the runs by claiming them, as
/// processes on other machines would. A signal is passed on. The highest exit code of theirs.
int run_side_by_side(const RunOptions& options);

}  // namespace unseen
