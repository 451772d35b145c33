#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "results/database.hpp"

namespace unseen {

/// Puts a tag on runs, or takes it off, in one transaction; those that have it, or have it not, stay as they
/// are.
void add_tag(Database& database, const std::vector<std::string>& run_ids, const std::string& tag);
void remove_tag(Database& database, const std::vector<std::string>& run_ids, const std::string& tag);

/// Adds a note to each run, with the time.
void add_note(Database& database, const std::vector<std::string>& run_ids, const std::string& text);

/// Keeps a copy of a picture in a run's folder and tells of it as an artifact `name`, in place of an older
/// one. Error where it cannot be copied.
void keep_picture(Database& database, const std::string& run_id, const std::string& name,
                  const std::filesystem::path& picture);

std::vector<std::string> tags_of(Database& database, const std::string& run_id);

/// Time (UTC) and text, oldest first.
std::vector<std::pair<std::string, std::string>> notes_of_run(Database& database, const std::string& run_id);

}  // namespace unseen
