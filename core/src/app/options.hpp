#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unseen {

/// What the command line says, for each command.

struct RunOptions {
  std::filesystem::path experiment;
  std::vector<std::string> set, only;
  std::filesystem::path database;  ///< empty: beside the experiment
  bool dry_run = false, plan = false, print_config = false, force = false;
  std::int64_t jobs = 1;
  std::vector<std::string> command_line;  ///< as typed, for the processes of --jobs
};

struct EvaluateOptions {
  std::filesystem::path experiment;
  std::vector<std::string> set, only;
  std::vector<std::string> tests;  ///< NAME=PLUGIN:ROOT
  std::filesystem::path database;
  bool force = false;
};

struct PluginsOptions {
  std::string name;
};

struct DoctorOptions {
  std::filesystem::path database;
};

struct LsOptions {
  std::filesystem::path database;
  std::string state, experiment;
  std::size_t limit = 0;
};

struct ShowOptions {
  std::filesystem::path database;
  std::string run;
};

struct QueryOptions {
  std::filesystem::path database;
  std::string sql, format = "text";  ///< text | csv | json
};

struct TableOptions {
  std::filesystem::path experiment;
  std::vector<std::string> set;
  std::filesystem::path database;
  std::string format = "markdown";  ///< markdown | latex | csv | json
  bool cells = false;
};

struct GcOptions {
  std::filesystem::path database;
  std::vector<std::string> runs;  ///< named ones, finished or not
  bool yes = false;
};

struct NewPluginOptions {
  std::string kind, name;
  std::filesystem::path folder;
};

}  // namespace unseen
