#include "cli/parts.h"

#include <CLI/CLI.hpp>
#include <utility>
#include <vector>

namespace lp::cli {

Run add_parts(CLI::App& app, std::span<const Part> parts) {
  app.require_subcommand(1);
  std::vector<std::pair<CLI::App*, Run>> runs;
  for (const Part& part : parts) {
    CLI::App* sub = app.add_subcommand(part.name, part.summary);
    Run run = part.add(*sub);
    runs.emplace_back(sub, std::move(run));
  }
  return [runs](Context& context) -> Result<int> {
    for (const auto& [sub, run] : runs) {
      if (sub->parsed()) return run(context);
    }
    return 0;
  };
}

}  // namespace lp::cli
