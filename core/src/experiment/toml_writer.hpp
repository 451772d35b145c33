#pragma once

#include <string>

#include <unseen/value.hpp>

namespace unseen {

/// A table as TOML that reads back equal. InputError for what TOML cannot say: nothing, numbers that are not
/// finite.
std::string to_toml(const Value& document);

}  // namespace unseen
