#pragma once

#include <span>
#include <string>

#include "results/connection.hpp"

namespace unseen {

/// What brings a file from the version before to this one.
struct Migration {
  int version = 0;
  std::string sql;
};

/// All versions of the schema, in order, from 1.
std::span<const Migration> migrations();

/// Brings the file to the last version of `steps`, each step whole or not at all, however many processes try
/// at once. A file that already holds results is first copied to FILE.v<its version>.backup. Error (and no
/// change) where the file is of another program, or newer than `steps`.
void migrate(Connection& connection, std::span<const Migration> steps, const std::string& views);

/// Error unless the file is exactly at version `wanted`; InputError where it is empty.
void require_version(Connection& connection, int wanted);

}  // namespace unseen
