#pragma once

#include <filesystem>

#include "results/database.hpp"

namespace unseen {

/// The results file that a command was given, or the one it finds.
Database existing_database(const std::filesystem::path& given);

/// mark_lost() for a command that only reads: where it fails (a full disk), a line on stderr, and the results
/// as they stand.
void try_mark_lost(Database& database);

}  // namespace unseen
