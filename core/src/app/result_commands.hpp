#pragma once

#include <functional>
#include <memory>

#include "app/command_options.hpp"

namespace unseen {

/// The part of the command line that reads results, and writes about them: ls, show, query, table, compare,
/// plot, report, export, tag, note, gc, doctor.
class ResultCommands {
 public:
  ResultCommands();
  ~ResultCommands();
  ResultCommands(const ResultCommands&) = delete;
  ResultCommands& operator=(const ResultCommands&) = delete;

  /// `choose` gets the command that was typed.
  void add_to(CLI::App& app, std::function<void(Command)> choose);

 private:
  class Commands;
  std::unique_ptr<Commands> commands_;
};

}  // namespace unseen
