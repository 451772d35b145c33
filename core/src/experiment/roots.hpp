#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include <unseen/value.hpp>

namespace unseen {

/// Where an experiment's relative paths and @names lead.
class Roots {
 public:
  /// `experiment` is the experiment's file, `overrides` the NAME to DIR of `--set roots.NAME=DIR`.
  Roots(const std::filesystem::path& experiment, std::map<std::string, std::string> overrides);

  /// The folder of a root's name: from the overrides, else from the nearest roots.toml upward from the
  /// experiment's file; nothing where neither names it. InputError where that file is not a list of NAME =
  /// "DIR".
  std::optional<std::filesystem::path> find(const std::string& name);

  /// A path of an experiment, absolute: a relative one counts from the file in which it was written, on a
  /// command line from the experiment's.
  std::filesystem::path absolute(const std::string& path, const Source& written) const;

  /// What is called so beside the experiment's file, or in the nearest folder upward that has it.
  std::optional<std::filesystem::path> nearest(const std::filesystem::path& name) const;

  const std::map<std::string, std::string>& overrides() const { return overrides_; }

 private:
  std::filesystem::path folder_;
  std::map<std::string, std::string> overrides_;
  std::optional<std::map<std::string, std::filesystem::path>> listed_;  ///< read when first asked for
};

}  // namespace unseen
