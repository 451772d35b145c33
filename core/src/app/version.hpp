#pragma once

#include <string>

namespace unseen {

/// "unseen 0.1.0 (commit, stamp)".
std::string version_text();

/// The commit that this was built from, "unknown" outside a repository; and whether files had been changed
/// since.
std::string build_commit();
bool build_dirty();

}  // namespace unseen
