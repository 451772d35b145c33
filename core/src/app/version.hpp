#pragma once

#include <string>

namespace unseen {

/// "unseen 0.1.0 (commit, stamp)".
std::string version_text();

/// The commit that this was built from, "unknown" outside a repository; and whether files had been changed
/// since.
std::string build_commit();
bool build_dirty();

/// Both in one word, as the database has them: "a4f4175c", "a4f4175c+changes".
std::string build_text();

}  // namespace unseen
