#pragma once

#include <filesystem>

#include "results/database.hpp"

namespace unseen {

/// The results file that a command was given, or the one it finds.
Database existing_database(const std::filesystem::path& given);

/// A folder for what a command writes. Error where it cannot be made.
void make_folder(const std::filesystem::path& folder);

/// mark_lost() for a command that only reads: where it fails (a full disk), a line on stderr, and the results
/// as they stand.
void try_mark_lost(Database& database);

}  // namespace unseen
