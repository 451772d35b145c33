#include "app/databases.hpp"

#include <fmt/format.h>

#include <unseen/error.hpp>

#include "results/claim.hpp"
#include "results/location.hpp"

namespace unseen {

Database existing_database(const std::filesystem::path& given) {
  return Database::open_existing(given.empty() ? find_database() : given);
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) throw Error{fmt::format("{}: cannot be made: {}", folder.string(), failed.message())};
}

void try_mark_lost(Database& database) {
  try {
    mark_lost(database);
  } catch (const Error& error) {
    fmt::print(stderr, "unseen: {}; runs whose process is gone still stand as running\n", error.what());
  }
}

}  // namespace unseen
