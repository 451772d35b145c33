#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>

namespace unseen {

/// A connection to a crop store's file, which is made where there is none.
SQLite::Database opened_crop_store(const std::filesystem::path& file);

/// Makes the tables of an empty file. Error where the file is something else, or of another version of this
/// program.
void make_crop_store(SQLite::Database& database, const std::filesystem::path& file);

}  // namespace unseen
