#pragma once

#include <filesystem>

namespace [[gnu::visibility("default")]] unseen {

/// Where what can be made again is kept: $UNSEEN_CACHE, else $XDG_CACHE_HOME/unseen, else ~/.cache/unseen.
/// Need not exist yet. InputError where none of the variables is set.
std::filesystem::path cache_folder();

}  // namespace unseen
