#pragma once

#include <string>
#include <vector>

namespace unseen {

struct SelectorTerm {
  std::string key, value;
};

/// Of KEY=VALUE,KEY=VALUE; a value in brackets may hold commas. InputError for anything else.
std::vector<SelectorTerm> selector_terms(const std::string& selector);

}  // namespace unseen
