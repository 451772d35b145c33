#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "experiment/config.hpp"

namespace unseen {

/// An experiment's file, with what it extends, overridden by `set` ("train.epochs=3", "roots.ffpp=DIR"),
/// expanded and checked. InputError, with file:line:column where there is one, for whatever is wrong in any
/// cell but for the keys that belong to plugins. A root that no roots.toml knows is no error here:
/// DatasetConfig::root stays empty.
Experiment load_experiment(const std::filesystem::path& file, const std::vector<std::string>& set = {});

}  // namespace unseen
