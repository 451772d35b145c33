#pragma once

#include <map>
#include <string>
#include <vector>

#include <unseen/value.hpp>

#include "experiment/assignment.hpp"

namespace unseen {

/// What `--set` asks for.
struct Overrides {
  std::vector<Assignment> assignments;
  std::map<std::string, std::string> roots;  ///< NAME to DIR of each roots.NAME=DIR
};

/// Parses arguments such as "train.epochs=3": a value is typed as TOML; what is no TOML is a string, unless
/// it begins like a quoted string, an array or a table. The last of several for one path counts. InputError
/// where an argument has no path or no '='.
Overrides parse_overrides(const std::vector<std::string>& set);

/// A plugin's parameters from words such as "release=validation", typed as above. InputError where one has no
/// name or no
/// '=', and for a name that comes twice.
Value parse_parameters(const std::vector<std::string>& words);

/// Applies the overrides. InputError for a path that the document's [[sweep]] sets as well.
void apply_overrides(const Overrides& overrides, Value& document);

}  // namespace unseen
