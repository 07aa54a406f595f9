#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"

namespace lp::cli {

// Names the program in results and reports.
inline constexpr std::string_view program_name = "longpan 0.1.0";

// Parses the command line (without argv[0]) and runs the command. Everything a person reads goes
// to context.out, trouble to context.err. Returns the exit code; never throws.
int run(Context& context, std::vector<std::string> arguments);
// Prints an error in the chosen language (with fields and hint; as JSON with --json) and returns its exit code.
int report(Context& context, const Error& error);

}  // namespace lp::cli
