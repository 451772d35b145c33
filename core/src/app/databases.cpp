#include "app/databases.hpp"

#include "results/location.hpp"

namespace unseen {

Database existing_database(const std::filesystem::path& given) {
  return Database::open_existing(given.empty() ? find_database() : given);
}

}  // namespace unseen
