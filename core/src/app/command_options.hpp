#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unseen {

/// What a command line decides to do.
using Command = std::function<int()>;

/// Options that several commands have.

inline void add_set(CLI::App* sub, std::vector<std::string>& set) {
  sub->add_option("--set", set, "override a key: train.epochs=3, roots.ffpp=DIR")
      ->take_all()
      ->allow_extra_args(false);
}

inline void add_experiment(CLI::App* sub, std::filesystem::path& experiment, std::vector<std::string>& set) {
  sub->add_option("EXPERIMENT", experiment, "TOML file of the experiment")->required();
  add_set(sub, set);
}

inline void add_only(CLI::App* sub, std::vector<std::string>& only) {
  sub->add_option("--only", only, "cells of this label: regularizer=ERM, or ERM")
      ->take_all()
      ->allow_extra_args(false);
}

inline void add_database(CLI::App* sub, std::filesystem::path& database) {
  sub->add_option("--db", database,
                  "results file; default: $UNSEEN_DB, else results/results.db of the project");
}

}  // namespace unseen
