#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <unseen/value.hpp>

namespace unseen {

/// A TOML file as a tree in which every value knows where its key (or, in an array, the value itself) stands;
/// the files of all places are named as `file` was. InputError with file:line:column where the file cannot be
/// read, is no TOML, or holds what experiments have no use for: dates, times, numbers that are not finite.
Value read_toml(const std::filesystem::path& file);

/// The same of text; `name` stands in for the file's.
Value parse_toml(const std::string& text, const std::string& name);

/// What may stand right of `key =`, every part of it placed at `source`; nothing where the text is no such
/// value.
std::optional<Value> parse_toml_value(const std::string& text, const Source& source);

}  // namespace unseen
