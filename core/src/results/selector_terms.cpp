#include "results/selector_terms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <unseen/error.hpp>

namespace unseen {
namespace {

/// Where the term that begins at `from` ends: at a comma outside brackets, which arrays are written in.
std::size_t end_of_term(const std::string& selector, std::size_t from) {
  int depth = 0;
  for (auto at = from; at < selector.size(); ++at) {
    if (selector[at] == '[') ++depth;
    if (selector[at] == ']') --depth;
    if (selector[at] == ',' && depth <= 0) return at;
  }
  return selector.size();
}

}  // namespace

std::vector<SelectorTerm> selector_terms(const std::string& selector) {
  std::vector<SelectorTerm> terms;
  for (std::size_t at = 0; at <= selector.size();) {
    const auto end = end_of_term(selector, at);
    const auto text = selector.substr(at, end - at);
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw InputError{fmt::format(
          "\"{}\": wanted the beginning of a run's id, or KEY=VALUE,KEY=VALUE such as regularizer=erm",
          selector)};
    }
    terms.push_back({text.substr(0, equals), text.substr(equals + 1)});
    at = end + 1;
  }
  return terms;
}

}  // namespace unseen
