#include "results/annotations.hpp"

#include <unseen/error.hpp>

#include "results/connection.hpp"
#include "sdk/sha256.hpp"

namespace unseen {
namespace {

void on_each(Database& database, const char* sql, const std::vector<std::string>& run_ids,
             const std::string& text) {
  auto& connection = database.connection();
  Transaction transaction{connection};
  for (const auto& run_id : run_ids) connection.run(sql, run_id, text);
  transaction.commit();
}

}  // namespace

void add_tag(Database& database, const std::vector<std::string>& run_ids, const std::string& tag) {
  on_each(database, "INSERT OR IGNORE INTO tag (run, name) SELECT id, ?2 FROM run WHERE run_id = ?1", run_ids,
          tag);
}

void remove_tag(Database& database, const std::vector<std::string>& run_ids, const std::string& tag) {
  on_each(database, "DELETE FROM tag WHERE run = (SELECT id FROM run WHERE run_id = ?1) AND name = ?2",
          run_ids, tag);
}

void add_note(Database& database, const std::vector<std::string>& run_ids, const std::string& text) {
  on_each(database,
          "INSERT INTO note (run, time, text) SELECT id, unixepoch() * 1000, ?2 FROM run "
          "WHERE run_id = ?1",
          run_ids, text);
}

void keep_picture(Database& database, const std::string& run_id, const std::string& name,
                  const std::filesystem::path& picture) {
  namespace fs = std::filesystem;
  const auto place = fs::path{"pictures"} / (name + picture.extension().string());
  const auto kept = run_folder(database, run_id) / place;
  std::error_code failed;
  fs::create_directories(kept.parent_path(), failed);
  if (!failed) fs::copy_file(picture, kept, fs::copy_options::overwrite_existing, failed);
  if (failed) throw Error{kept.string() + ": cannot be written: " + failed.message()};
  database.connection().run(
      "INSERT OR REPLACE INTO artifact (run, name, path, sha256, bytes) SELECT id, ?2, ?3, ?4, ?5 FROM run "
      "WHERE "
      "run_id = ?1",
      run_id, name, place.generic_string(), sha256_file(kept),
      static_cast<std::int64_t>(fs::file_size(kept)));
}

std::vector<std::string> tags_of(Database& database, const std::string& run_id) {
  std::vector<std::string> tags;
  database.connection().each(
      "SELECT tag FROM v_tags WHERE run_id = ? ORDER BY tag",
      [&](const Row& row) { tags.push_back(row.text(0)); }, run_id);
  return tags;
}

std::vector<std::pair<std::string, std::string>> notes_of_run(Database& database, const std::string& run_id) {
  std::vector<std::pair<std::string, std::string>> notes;
  database.connection().each(
      "SELECT v.time, v.text FROM v_notes v WHERE v.run_id = ? ORDER BY v.time",
      [&](const Row& row) { notes.emplace_back(row.text(0), row.text(1)); }, run_id);
  return notes;
}

}  // namespace unseen
