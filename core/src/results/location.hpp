#pragma once

#include <filesystem>

namespace unseen {

/// The results file of an experiment: $UNSEEN_DB where set; else results/results.db beside the folder
/// `experiments` that holds the experiment's file (the nearest upward), else beside that file itself.
/// Absolute; it need not exist.
std::filesystem::path default_database(const std::filesystem::path& experiment_file);

/// For commands without an experiment: $UNSEEN_DB where set; else results/results.db in the current folder or
/// the nearest above it. InputError where there is none.
std::filesystem::path find_database();

}  // namespace unseen
