#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <unseen/params.hpp>

namespace [[gnu::visibility("default")]] unseen {

/// Reads `variant`: the entry of a family's table, each with a member `name`, smallest first.
template <class Variant>
const Variant& read_variant(const Params& params, const std::vector<Variant>& table,
                            const std::string& fallback, const std::string& description) {
  std::vector<std::string> names;
  for (const auto& variant : table) names.push_back(variant.name);
  const auto name = params.text("variant", fallback, description, names);
  return *std::find_if(table.begin(), table.end(), [&](const auto& variant) { return variant.name == name; });
}

}  // namespace unseen
