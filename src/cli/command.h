#pragma once
// One command, one file: src/cli/commands/<name>.cpp defines `Command command_<name>()`; the
// build finds it. Setup adds options to the parser and returns what runs afterwards.

#include <functional>
#include <string>

#include "base/local_text.h"
#include "base/result.h"
#include "cli/context.h"

namespace CLI {
class App;
}

namespace lp::cli {

// The exit code: 0 done; 1 done, and something was found (lint errors, a broken journal,
// overdue duties with --check). An Error gives the code of lp::info(). docs/operating.md lists all.
using Run = std::function<Result<int>(Context&)>;

struct Command {
  std::string name;
  LocalText summary;
  std::string examples;                     // shown under --help
  std::function<Run(CLI::App&)> setup;
};

// The generated table of all commands.
const std::vector<Command>& builtin_commands();

}  // namespace lp::cli
