#pragma once
// A command of several parts: `longpan detect run`, `longpan match import` …

#include <span>

#include "cli/command.h"

namespace lp::cli {

struct Part {
  const char *name, *summary;
  Run (*add)(CLI::App&);   // adds its options to its subcommand and says how to run it
};

// Exactly one part must be named. What it returns runs that one.
Run add_parts(CLI::App& app, std::span<const Part> parts);

}  // namespace lp::cli
