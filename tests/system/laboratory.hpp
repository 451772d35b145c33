#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "command.hpp"
#include "support/temporary_folder.hpp"

namespace unseen {

/// What a user has: a folder with an experiment, its results and a cache of its own.
class Laboratory {
 public:
  explicit Laboratory(const std::string& experiment = tiny_experiment());

  const TemporaryFolder& folder() const { return folder_; }
  const std::filesystem::path& experiment() const { return experiment_; }
  std::filesystem::path database() const { return folder_.path() / "results" / "results.db"; }
  const Surroundings& surroundings() const { return surroundings_; }

  /// For the commands that follow.
  void set_environment(const std::string& name, const std::string& value) {
    surroundings_.environment[name] = value;
  }

  /// `unseen ARGUMENTS...`, run in the folder.
  Finished unseen(const Words& arguments) const;
  /// `unseen COMMAND EXPERIMENT ARGUMENTS...`
  Finished on_experiment(const std::string& command, const Words& arguments = {}) const;
  Finished run(const Words& arguments = {}) const { return on_experiment("run", arguments); }
  Finished table(const Words& arguments = {}) const { return on_experiment("table", arguments); }

  /// The rows of a query, read with SQLite alone; none where there is no database yet.
  std::vector<Words> rows(const std::string& sql) const;
  /// The first field of the first row; "" where there is none.
  std::string value(const std::string& sql) const;

  /// A checkpoint file of the one run that there is.
  std::filesystem::path checkpoint(const std::string& name) const;

  /// An experiment of ResNet-18 on a handful of drawn faces, which trains in seconds: `epochs = 2`, two steps
  /// each.
  static std::string tiny_experiment();
  /// The same with one epoch, where it does not matter what is learnt.
  static std::string one_epoch();

 private:
  TemporaryFolder folder_;
  std::filesystem::path experiment_;
  Surroundings surroundings_;
};

/// Of an experiment's text, with the first `from` replaced.
std::string with(std::string text, const std::string& from, const std::string& to);

std::string content(const std::filesystem::path& file);

/// Everything that training leaves in the database: equal before and after means that nothing was trained.
std::vector<Words> trained(const Laboratory& lab);

/// How many tests were made, whatever came of them.
int evaluations(const Laboratory& lab);

/// Whether a Markdown table has a number in a cell.
bool has_number(const std::string& table);

/// `a` then `b`.
Words operator+(Words a, const Words& b);

/// Whether a command ended with `code`; what it said where it did not.
::testing::AssertionResult ended(const Finished& command, int code);

/// Whether `part` stands in `text`.
::testing::AssertionResult says(const std::string& text, const std::string& part);

}  // namespace unseen
