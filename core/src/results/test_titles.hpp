#pragma once

#include <map>
#include <string>
#include <vector>

#include "results/database.hpp"

namespace unseen {

/// A finished test as it is called, with a run that has it.
struct NamedTest {
  std::string identity, name, run_id;
};

/// What to call tests of these identities so that no two look alike: their names, and where two have one
/// name, also their fakes' methods or else the beginning of their identities.
std::map<std::string, std::string> test_titles(Database& database, const std::vector<NamedTest>& tests);

}  // namespace unseen
