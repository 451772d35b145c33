#include "app/version.hpp"

#include <fmt/format.h>

#include <unseen/stamp.hpp>

#include "build_info.hpp"

namespace unseen {

std::string version_text() {
  return fmt::format("unseen {} ({}{}) {}", kVersion, kCommit, kDirty ? ", changed" : "", UNSEEN_STAMP);
}

std::string build_commit() { return kCommit; }

std::string build_text() { return fmt::format("{}{}", kCommit, kDirty ? "+changes" : ""); }

bool build_dirty() { return kDirty; }

}  // namespace unseen
