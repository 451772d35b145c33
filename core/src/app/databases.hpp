#pragma once

#include <filesystem>

#include "results/database.hpp"

namespace unseen {

/// The results file that a command was given, or the one it finds.
Database existing_database(const std::filesystem::path& given);

}  // namespace unseen
