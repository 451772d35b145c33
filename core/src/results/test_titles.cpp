#include "results/test_titles.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "results/run_scores.hpp"

namespace unseen {

namespace {

using Titles = std::map<std::string, std::string>;
using Suffix = std::function<std::string(const NamedTest&)>;

/// Lengthens the titles that several tests have.
void tell_apart(Titles& titles, const std::vector<NamedTest>& tests, const Suffix& suffix) {
  std::map<std::string, std::size_t> bearers;
  for (const auto& [identity, title] : titles) ++bearers[title];
  for (const auto& test : tests) {
    auto& title = titles[test.identity];
    if (bearers[title] > 1) title += suffix(test);
  }
}

}  // namespace

Titles test_titles(Database& database, const std::vector<NamedTest>& tests) {
  Titles titles;
  for (const auto& test : tests) titles[test.identity] = test.name;
  tell_apart(titles, tests, [&](const NamedTest& test) {
    const auto methods = fake_methods(database, test.run_id, test.identity);
    return methods.empty() ? std::string{} : fmt::format(" ({})", fmt::join(methods, ", "));
  });
  tell_apart(titles, tests,
             [](const NamedTest& test) { return fmt::format(" [{}]", test.identity.substr(0, 8)); });
  return titles;
}

}  // namespace unseen
