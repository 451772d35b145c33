#pragma once

#include <filesystem>

#include <unseen/value.hpp>

namespace unseen {

/// An experiment's file laid over the one that its `extends` names (relative to the file itself), and so on:
/// tables merge, arrays and scalars replace, and a table that names another plugin than its base replaces it
/// whole. InputError for a missing base or a circle.
Value read_extended(const std::filesystem::path& file);

}  // namespace unseen
