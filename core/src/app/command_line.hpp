#pragma once

namespace unseen {

/// Parses the command line, runs the command, returns the exit code.
int command_line(int argc, char** argv);

}  // namespace unseen
