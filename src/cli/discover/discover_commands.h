#pragma once
// The parts of `longpan discover`, one file each; each adds its options to a subcommand and says how to run it.

#include <memory>
#include <string>

#include "cli/command.h"
#include "discover/engine.h"
#include "discover/report/titles.h"
#include "discover/result.h"

namespace lp::cli {

Run add_discover_scan(CLI::App& app);
Run add_discover_db(CLI::App& app);
Run add_discover_report(CLI::App& app);
Run add_discover_diff(CLI::App& app);
Run add_discover_explain(CLI::App& app);
Run add_discover_mask(CLI::App& app);
Run add_discover_bench(CLI::App& app);
Run add_discover_file(CLI::App& app);

// The rules of the specs folder; bad ones are printed as warnings, and the rest is used.
Result<std::shared_ptr<const discover::Engine>> load_engine(Context& context);
Result<discover::Titles> load_titles(Context& context, const discover::Engine& engine);

// Where a result is written to besides the terminal.
struct ResultFiles {
  std::string json, html, sarif, csv, xlsx;   // empty = not wanted
  std::string processor, system;              // known columns of the catalogue
  std::string decisions;                      // file of people's decisions
  std::string fail_on;                        // "", any, secret, important, core
};
void add_result_options(CLI::App& app, ResultFiles& files);
// Writes the files, prints the summary (or the result with --json). 0; 1 when something was not looked at; 16 when
// `fail_on` was found.
Result<int> tell_result(Context& context, const discover::Engine& engine, const discover::ScanResult& result, const ResultFiles& files);

}  // namespace lp::cli
